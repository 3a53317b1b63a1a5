import { expect, test } from 'bun:test'
import { Failure } from '../../src/lib/failure.ts'
import { customer } from '../support/customer.ts'
import { freshDatabase } from '../support/databases.ts'
import { readPage } from '../support/page.ts'
import { listen, testServices } from '../support/services.ts'
import { inWorld } from '../support/world.ts'

test('a code that could not be judged for a moment leads back to its page, and then on', async () => {
  const { db } = await freshDatabase('sqlite')
  await inWorld(db, async (it, worker) => {
    const { booking_id, code } = await customer(it, worker).hold()
    let away = true
    const confirm: typeof it.desk.confirm = async (...proof) => {
      if (away) throw new Failure('retry', 'deadline', 'No answer')
      return it.desk.confirm(...proof)
    }
    const bare = testServices(db)
    const office = { ...bare.office, clock: it.clock }
    const server = listen({ ...bare, office, desk: { ...it.desk, confirm } })
    try {
      const token = await it.desk.pages.pass((await it.acme()).tenant.id, booking_id, 'hold')
      const nonce = it.desk.pages.nonces.make('code', booking_id)
      const send = () =>
        fetch(`${server.url}/acme/booking/confirm?token=${token}`, {
          method: 'POST',
          body: new URLSearchParams({ nonce, code }),
        })
      const refused = await send()
      const { texts } = readPage(await refused.text())
      expect(refused.status).toBe(503)
      expect(texts).toContainEqual(expect.stringContaining('the fault is ours'))
      expect(texts).toContain('Six-digit code')
      away = false
      const { status, redirected, url } = await send()
      expect([status, redirected, new URL(url).pathname]).toEqual([200, true, '/acme/booking/show'])
    } finally {
      await server.stop()
    }
  })
  await db.close()
})

import { expect, test } from 'bun:test'
import { customer } from '../support/customer.ts'
import { freshDatabase } from '../support/databases.ts'
import { settling } from '../support/outlookWorld.ts'
import { listen, testServices } from '../support/services.ts'
import { inWorld } from '../support/world.ts'

test('a click on the playground moves and deletes an event, and the booking follows', async () => {
  const { db } = await freshDatabase('sqlite')
  await inWorld(db, async (it, worker) => {
    const { events, move, remove } = it.outlook.playground
    const dev = { pretends_mail: true, letters: (to?: string) => it.mail.list(to), events, move, remove }
    const server = listen(testServices(db, { sync: it.sync, dev }))
    const settle = settling(it, worker)
    try {
      await it.sync.start()
      await settle()
      const ada = customer(it, worker)
      const booking = await ada.confirm(await ada.hold('call-phone'))
      await settle()
      const page = async () => fetch(`${server.url}/dev`)
      const click = async (label: string, headers = {}) => {
        const html = await (await page()).text()
        const [, action] = new RegExp(`action="([^"]+)"><button>${label}<`).exec(html)!
        const url = server.url + action!.replaceAll('&amp;', '&')
        const reply = await fetch(url, { method: 'POST', redirect: 'manual', headers })
        await settle()
        return reply.status
      }
      const bare = await fetch(`${server.url}/`, { redirect: 'manual' })
      expect([bare.status, bare.headers.get('location')]).toEqual([303, '/dev'])
      const first = await page()
      expect(first.headers.get('content-security-policy')).toContain("default-src 'none'")
      expect(await first.text()).toContain('Letters')
      expect(await click('A day later', { 'sec-fetch-site': 'cross-site' })).toBe(404)
      expect(await ada.booking(booking.id)).toEqual(booking)
      expect(await click('A day later')).toBe(303)
      const moved = await ada.booking(booking.id)
      expect(moved.start_at_utc.getTime()).toBe(booking.start_at_utc.getTime() + 86_400_000)
      expect(await click('Delete')).toBe(303)
      expect(await ada.booking(booking.id)).toMatchObject({ status: 'canceled', source: 'sales_manual' })
    } finally {
      await server.stop()
    }
  })
  await db.close()
})

test('without mocks there is no playground', async () => {
  const { db } = await freshDatabase('sqlite')
  const server = listen(testServices(db))
  for (const path of ['/', '/dev']) expect((await fetch(server.url + path)).status).toBe(404)
  await server.stop()
  await db.close()
})

import { expect, test } from 'bun:test'
import { Failure } from '../../src/lib/failure.ts'
import { customer } from '../support/customer.ts'
import { onBothDatabases } from '../support/databases.ts'
import { ADMIN_KEY, listen, testServices } from '../support/services.ts'
import { inWorld } from '../support/world.ts'

onBothDatabases('sagas, as admins read them', (fresh) => {
  test('tell each step, its attempts and what was taken back', async () => {
    const { db } = await fresh()
    await inWorld(db, async (it, worker) => {
      const ada = customer(it, worker)
      const server = listen(testServices(db, { desk: it.desk }))
      const get = async (path: string) => {
        const headers = { 'x-admin-key': ADMIN_KEY }
        return (await fetch(`${server.url}/v1/admin/tenants/acme${path}`, { headers })).json()
      }
      it.zoom.failNext(2, new Failure('retry', 'zoom_error', 'Zoom failed inside', { status: 503 }), 'create')
      it.outlook.switches.failNext(1, new Failure('permanent', 'ErrorInvalidRecipients', 'No'), 'create')
      const failed = await ada.confirm(await ada.hold())
      const good = await ada.confirm(await ada.hold('call-phone'))

      expect(await get(`/bookings/${failed.id}/sagas`)).toMatchObject({
        items: [
          {
            kind: 'confirm',
            status: 'undone',
            error: 'ErrorInvalidRecipients: No',
            steps: [
              { step: 'look', state: 'done', attempts: 0 },
              { step: 'zoom_meeting', state: 'done', attempts: 2, result: { join_url: expect.any(String) } },
              { step: 'outlook_event', state: 'pending', attempts: 1, error: 'ErrorInvalidRecipients: No' },
            ],
            compensations: [{ step: 'zoom_meeting', state: 'done', reason: 'ErrorInvalidRecipients: No' }],
          },
        ],
      })
      const all = await get('/sagas?limit=1')
      expect(all).toMatchObject({ items: [{ booking_id: good.id, status: 'done', compensations: [] }] })
      const rest = await get(`/sagas?limit=1&cursor=${all.next_cursor}`)
      expect(rest).toMatchObject({ items: [{ booking_id: failed.id }], next_cursor: null })
      expect((await get('/sagas?status=stuck')).items).toEqual([])
      expect(await get('/bookings/nothing/sagas')).toMatchObject({ code: 'booking_not_found' })
      expect(JSON.stringify(await get('/sagas'))).not.toContain('start_url')
      await server.stop()
    })
  })

  test('the Zoom account is tried for each salesperson, with what to do where Zoom refuses', async () => {
    const { db } = await fresh()
    await inWorld(db, async (it) => {
      const server = listen(testServices(db, { desk: it.desk }))
      it.zoom.failNext(1, new Failure('permanent', 'zoom_user_unknown', 'Zoom does not know'), 'probe')
      const reply = await fetch(`${server.url}/v1/admin/tenants/acme/zoom-account/probe`, {
        method: 'POST',
        headers: { 'x-admin-key': ADMIN_KEY },
      })
      const { salespersons } = (await reply.json()) as {
        salespersons: { ok: boolean; code?: string; advice?: string }[]
      }
      expect(salespersons.map((one) => one.ok).sort()).toEqual([false, true])
      const refused = salespersons.find((one) => !one.ok)
      expect(refused).toMatchObject({ code: 'zoom_user_unknown', advice: expect.stringContaining('user id') })
      await server.stop()
    })
  })
})

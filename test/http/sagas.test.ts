import { expect, test } from 'bun:test'
import type { Database } from '../../src/db/database.ts'
import { Failure } from '../../src/lib/failure.ts'
import { SYSTEM } from '../../src/tenants/actor.ts'
import { addSalesperson } from '../../src/tenants/salesperson.ts'
import { customer } from '../support/customer.ts'
import { onBothDatabases } from '../support/databases.ts'
import { ADMIN_KEY, listen, testServices } from '../support/services.ts'
import { inWorld, type World } from '../support/world.ts'

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

  test('many salespersons are asked about beside each other, a few at a time, and told of in their order', async () => {
    const { db } = await fresh()
    await inWorld(db, async (it) => {
      const { tenant } = await it.acme()
      const slugs = Array.from({ length: 30 }, (_, i) => `s${i + 10}`)
      for (const slug of slugs) {
        const person = { slug, name: slug, email: `${slug}@acme.example`, time_zone: 'Europe/Berlin' }
        await addSalesperson(it.ctx, { tenant_id: tenant.id, actor: SYSTEM }, person)
      }
      let [now, most] = [0, 0]
      it.ctx.zoom = {
        ...it.zoom,
        probe: async () => {
          now += 1
          most = Math.max(most, now)
          await Bun.sleep(5)
          now -= 1
          return { scopes: [] }
        },
      }
      const found = await it.desk.admin.probeZoom(await it.acme())
      expect(found.map((one) => one.salesperson)).toEqual(['berlin', ...slugs, 'vancouver'])
      expect(most).toBe(8)
    })
  })

  test('a fresh link to start is read from Zoom, sealed, and audited', async () => {
    const { db } = await fresh()
    await inWorld(db, async (it, worker) => {
      const { id } = await customer(it, worker).confirm(await customer(it, worker).hold())
      const { server, read } = reader(db, it)
      const sealed = async () => (await db.q.select().from(db.t.zoom_meetings))[0]!.start_url_sealed
      const before = await sealed()
      const { status, body } = await read(id)
      expect([status, body]).toEqual([
        200,
        {
          start_url: it.zoom.meetings()[0]!.start_url,
          expires_at_utc: new Date(it.clock.now_ms() + 2 * 3_600_000).toISOString(),
        },
      ])
      expect(await sealed()).not.toBe(before)
      expect(await it.ctx.seal.open(await sealed())).toBe(body.start_url)
      const audited = (await db.q.select().from(db.t.audit_logs)).filter(
        ({ action }) => action === 'booking.start_link_read',
      )
      expect(audited).toMatchObject([{ actor: 'admin_key', subject: `booking:${id}`, detail: {} }])
      await server.stop()
    })
  })

  test('a link to start that cannot be had is refused with what to do', async () => {
    const { db } = await fresh()
    await inWorld(db, async (it, worker) => {
      const ada = customer(it, worker)
      const call = await ada.confirm(await ada.hold('call-phone'))
      const zoom = await ada.confirm(await ada.hold())
      const { server, read } = reader(db, it)
      expect(await read(call.id)).toMatchObject({ status: 409, body: { code: 'wrong_state' } })
      it.zoom.failNext(1, new Failure('permanent', 'zoom_scopes_missing', 'The app lacks a scope'), 'find')
      expect(await read(zoom.id)).toMatchObject({
        status: 502,
        body: {
          code: 'zoom_refused',
          zoom_code: 'zoom_scopes_missing',
          advice: expect.stringContaining('README'),
        },
      })
      it.zoom.failNext(1, new Failure('retry', 'deadline', 'Zoom did not answer in time'), 'find')
      expect(await read(zoom.id)).toMatchObject({ status: 503, body: { code: 'unavailable' } })
      await it.zoom.delete(
        await it.ctx.zoomAccounts.of(zoom.tenant_id),
        it.zoom.meetings()[0]!.provider_meeting_id,
      )
      expect(await read(zoom.id)).toMatchObject({ status: 404, body: { code: 'not_found' } })
      expect(await ada.followUps()).toMatchObject([{ kind: 'zoom_meeting_missing', booking_id: zoom.id }])
      await server.stop()
    })
  })

  test('an account at Zoom that takes the place of another says whose meetings stay behind', async () => {
    const { db } = await fresh()
    await inWorld(db, async (it, worker) => {
      const ada = customer(it, worker)
      const server = listen(testServices(db, { desk: it.desk, office: it.ctx }))
      const ask = async (method: string, path: string, body?: object) => {
        const headers = { 'x-admin-key': ADMIN_KEY, 'content-type': 'application/json' }
        const init = { method, headers, body: JSON.stringify(body) }
        return fetch(`${server.url}/v1/admin/tenants/acme${path}`, init)
      }
      const account = (account_id: string) => ({ account_id, client_id: 'c', client_secret: 's' })
      const left = async () => (await ask('GET', '/follow-ups?open=true')).json()
      await ask('PUT', '/zoom-account', account('old'))
      const { id: booking_id } = await ada.confirm(await ada.hold())
      expect((await ask('PUT', '/zoom-account', account('new'))).status).toBe(200)
      const told = {
        kind: 'zoom_account_replaced',
        detail: { account_id: 'old', meetings: 1, named: [{ booking_id }] },
      }
      expect(await left()).toMatchObject({ items: [told] })
      expect((await ask('DELETE', '/zoom-account')).status).toBe(204)
      expect(await left()).toMatchObject({ items: [told] })
      await server.stop()
    })
  })
})

/** A server over this world, and how an admin reads a link to start there. */
function reader(db: Database, it: World) {
  const server = listen(testServices(db, { desk: it.desk }))
  const read = async (booking_id: string) => {
    const path = `/v1/admin/tenants/acme/bookings/${booking_id}/start-link`
    const headers = { 'x-admin-key': ADMIN_KEY }
    const reply = await fetch(server.url + path, { method: 'POST', headers })
    return {
      status: reply.status,
      body: (await reply.json()) as { start_url: string; expires_at_utc: string },
    }
  }
  return { server, read }
}

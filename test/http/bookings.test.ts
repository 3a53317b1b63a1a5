import { expect, test } from 'bun:test'
import { eq } from 'drizzle-orm'
import { Failure } from '../../src/lib/failure.ts'
import { customer } from '../support/customer.ts'
import { onBothDatabases } from '../support/databases.ts'
import { customerAt } from '../support/httpCustomer.ts'
import { ADMIN_KEY, listen, testServices } from '../support/services.ts'
import { inWorld, type World } from '../support/world.ts'

type Ada = ReturnType<typeof customer>

onBothDatabases('bookings over HTTP', (fresh) => {
  const story = async (
    tell: (it: World, ada: Ada, ask: ReturnType<typeof customerAt>['ask']) => Promise<void>,
  ) => {
    const { db } = await fresh()
    await inWorld(db, async (it, worker) => {
      const server = listen(testServices(db, { desk: it.desk }))
      await tell(it, customer(it, worker), customerAt(server.url).ask)
      await server.stop()
    })
  }

  test('a confirmation that takes longer than 8 s is 202, and says where it can be looked at', () =>
    story(async (it, ada, ask) => {
      const { booking_id, code } = await ada.hold()
      it.zoom.failNext(9, new Failure('retry', 'zoom_error', 'Zoom failed inside', { status: 503 }), 'create')
      const asked = ask('POST', '/v1/bookings/confirm', { booking_id, code })
      while ((await ada.booking(booking_id)).status === 'held') await Bun.sleep(1)
      it.clock.advance(8001)
      const { status, headers, body } = await asked
      expect([status, body.status, body.join_url]).toEqual([202, 'confirming', null])
      it.zoom.failNext(0, new Failure('retry', 'zoom_error', ''), 'create')
      await ada.settle()
      const { tenant_id } = await ada.booking(booking_id)
      const wish = { tenant_id, booking_id, purpose: 'cancel' as const }
      const { token } = await it.ctx.tokens.sign({ ...wish, expires_at_ms: it.clock.now_ms() + 60_000 })
      const later = await ask('GET', headers.get('location')!, undefined, {
        authorization: `Bearer ${token}`,
      })
      expect([later.status, later.body.status]).toEqual([200, 'confirmed'])
    }))

  test('a confirmation that cannot be is a problem, and the booking says so', () =>
    story(async (it, ada, ask) => {
      const { booking_id, code } = await ada.hold()
      it.outlook.switches.failNext(1, new Failure('permanent', 'ErrorInvalidRecipients', 'No'), 'create')
      const { status, body } = await ask('POST', '/v1/bookings/confirm', { booking_id, code })
      expect([status, body.code]).toEqual([503, 'confirmation_failed'])
      expect((await ada.booking(booking_id)).status).toBe('failed')
    }))

  test('a move that is asked for again with its key is the same move', () =>
    story(async (it, ada, ask) => {
      const { id: booking_id, tenant_id } = await ada.confirm(await ada.hold())
      const [start_at_utc] = await ada.slots()
      const wish = { tenant_id, booking_id, purpose: 'reschedule' as const }
      const { token } = await it.ctx.tokens.sign({ ...wish, expires_at_ms: it.clock.now_ms() + 60_000 })
      const move = () =>
        ask('POST', '/v1/bookings/reschedule', { token, start_at_utc }, { 'idempotency-key': 'k' })
      const [first, again] = [await move(), await move()]
      expect([first.status, first.body.start_at_utc, first.body.revision]).toEqual([200, start_at_utc, 2])
      expect([again.status, again.body]).toEqual([200, first.body])
      expect([first, again].map((one) => one.headers.get('idempotency-replayed'))).toEqual([null, 'true'])
    }))

  test('admins find whom a salesperson meets together with others, and a customer however the address is written', () =>
    story(async (it, ada, ask) => {
      const found = async (query: string) => {
        const admin = { 'x-admin-key': ADMIN_KEY }
        const { body } = await ask('GET', `/v1/admin/tenants/acme/bookings?${query}`, undefined, admin)
        return body.items.map((item: { booking_id: string }) => item.booking_id)
      }
      const { booking_id: alone } = await ada.hold()
      const { q, t } = it.ctx.db
      const { id: other } = [...(await it.acme()).salespersons.values()].find(
        ({ slug }) => slug === 'vancouver',
      )!
      const { booking_id: together } = await ada.hold()
      const row = { other_salesperson_ids: [other], customer_email: 'Ada@Example.com' }
      await q.update(t.bookings).set(row).where(eq(t.bookings.id, together))
      expect(await found('salesperson=vancouver')).toEqual([together])
      expect(await found('salesperson=berlin')).toEqual([together, alone])
      expect(await found('email=ada@example.COM')).toEqual([together, alone])
    }))

  test('admins find, read, explain, cancel and record attendance, and each change leaves its traces', () =>
    story(async (it, ada, ask) => {
      const admin = (method: string, path: string, body?: object) =>
        ask(method, `/v1/admin/tenants/acme${path}`, body, { 'x-admin-key': ADMIN_KEY })
      const one = await ada.confirm(await ada.hold())
      const two = await ada.confirm(await ada.hold('call-phone'))
      const { booking_id: three } = await ada.hold()
      const found = async (query: string) => {
        const { body } = await admin('GET', `/bookings?${query}`)
        return body.items.map((item: { booking_id: string }) => item.booking_id)
      }
      const first = await admin('GET', '/bookings?limit=2')
      expect([await found('limit=2'), first.body.next_cursor]).toEqual([[three, two.id], two.id])
      expect(await found(`limit=2&cursor=${first.body.next_cursor}`)).toEqual([one.id])
      expect(await found('status=held')).toEqual([three])
      expect(await found('salesperson=vancouver')).toEqual([])
      expect(await found('email=ada@example.com&status=confirmed')).toEqual([two.id, one.id])
      const from = one.start_at_utc.toISOString()
      expect(await found(`status=confirmed&from=${from}&to=${two.start_at_utc.toISOString()}`)).toEqual([
        one.id,
      ])

      const shown = (await admin('GET', `/bookings/${one.id}`)).body
      expect(shown).toMatchObject({
        booking_id: one.id,
        status: 'confirmed',
        assignment: { winner: 'berlin' },
      })
      const why = (await admin('GET', `/explain?salesperson=berlin&meeting_type=intro-zoom&at=${from}`)).body
      expect([why.offered, why.rules.find((rule: { passed: boolean }) => !rule.passed).rule]).toEqual([
        false,
        'claims',
      ])

      const canceled = await admin('POST', `/bookings/${three}/cancel`, { reason: 'Ill' })
      expect(canceled.body).toMatchObject({ status: 'canceled', source: 'admin', cancel_reason: 'Ill' })
      expect((await admin('POST', `/bookings/${three}/cancel`)).body.code).toBe('wrong_state')
      const attend = (outcome: string) =>
        admin('PUT', `/bookings/${one.id}/attendance`, { outcome, note: 'Alone' })
      expect((await attend('no_show')).body.code).toBe('wrong_state')
      it.clock.set(one.start_at_utc.getTime())
      expect((await attend('late')).body.errors).toMatchObject([{ path: 'outcome' }])
      expect((await attend('no_show')).body.attendance).toMatchObject({ outcome: 'no_show', note: 'Alone' })

      const traces = async (path: string, name: string) =>
        (await admin('GET', path)).body.items.map((item: Record<string, string>) => item[name])
      expect(await traces(`/tracking-events?booking_id=${three}`, 'kind')).toEqual(['canceled', 'held'])
      expect(await traces('/tracking-events?kind=attendance_recorded', 'booking_id')).toEqual([one.id])
      expect(await traces('/audit-logs?limit=2', 'action')).toEqual([
        'booking.attendance_recorded',
        'booking.canceled',
      ])
      expect(await traces('/audit-logs?limit=2', 'actor')).toEqual(['admin_key', 'admin_key'])
    }))
})

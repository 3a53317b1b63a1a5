import { expect, test } from 'bun:test'
import { customer } from '../support/customer.ts'
import { onBothDatabases } from '../support/databases.ts'
import { inWorld, tokenIn, type World } from '../support/world.ts'

type Ada = ReturnType<typeof customer> & {
  booking_id: string
  which: { tenant_id: string; booking_id: string }
}

onBothDatabases('a cancellation that is taken back', (fresh) => {
  /** A confirmed booking that its customer has canceled by link. */
  const story = async (tell: (they: Ada, it: World) => Promise<void>) => {
    const { db } = await fresh()
    await inWorld(db, async (it, worker) => {
      const ada = customer(it, worker)
      const { id: booking_id, tenant_id } = await ada.confirm(await ada.hold())
      await it.desk.sendLinks(booking_id, 'ada@example.com')
      await worker.quiet()
      await it.desk.cancel(tokenIn(it.mail.list('ada@example.com')[0], 'cancel'), 'By mistake')
      await tell({ ...ada, booking_id, which: { tenant_id, booking_id } }, it)
    })
  }

  test('stands again as before, with a new meeting, a new event and one claim', () =>
    story(async (ada, { desk, zoom }) => {
      const { settled, booking } = await desk.restore(ada.which)
      expect({ settled, booking }).toMatchObject({
        settled: true,
        booking: { status: 'confirmed', cancel_reason: null, revision: 3 },
      })
      expect(zoom.meetings()).toMatchObject([{ booking_id: ada.booking_id, join_url: booking.join_url! }])
      const [event, ...more] = await ada.events()
      expect(more).toEqual([])
      expect(event!.body).toContain(booking.join_url!)
      expect(await ada.claims()).toMatchObject([{ booking_id: ada.booking_id, expires_at_utc: null }])
    }))

  test('is refused after ten minutes, and nothing changes', () =>
    story(async (ada, { desk, clock }) => {
      await ada.settle()
      clock.advance(10 * 60_000 + 1)
      expect(desk.restore(ada.which)).rejects.toMatchObject({ code: 'wrong_state' })
      await desk.restore(ada.which).catch(() => {})
      expect(await ada.booking(ada.booking_id)).toMatchObject({ status: 'canceled', revision: 2 })
    }))

  test('is refused when somebody else has the time, with other times', () =>
    story(async (ada, { desk }) => {
      await ada.settle()
      const { start_at_utc } = await ada.booking(ada.booking_id)
      await ada.hold('intro-zoom', start_at_utc.toISOString())
      const refused = await desk.restore(ada.which).catch((error: unknown) => error)
      expect(refused).toMatchObject({ code: 'slot_taken', more: { alternatives: expect.any(Array) } })
      expect(await ada.booking(ada.booking_id)).toMatchObject({ status: 'canceled', saga_id: null })
    }))

  test('is refused when somebody else has the last place of the day', () =>
    story(async (ada, { desk, ctx }) => {
      await ada.settle()
      await ctx.db.q.update(ctx.db.t.meeting_types).set({ maximum_per_day: 1 })
      await ctx.db.q.update(ctx.db.t.tenants).set({ config_revision: 2 })
      const start_ms = (await ada.booking(ada.booking_id)).start_at_utc.getTime()
      await ada.hold('intro-zoom', new Date(start_ms + 3_600_000).toISOString())
      expect(await desk.restore(ada.which).catch((error: unknown) => error)).toMatchObject({
        code: 'slot_not_offered',
        more: { rule: 'daily_maximum' },
      })
      expect(await ada.booking(ada.booking_id)).toMatchObject({ status: 'canceled', saga_id: null })
    }))

  test('is refused when Outlook says that the time is taken', () =>
    story(async (ada, { desk, outlook }) => {
      const start_ms = (await ada.booking(ada.booking_id)).start_at_utc.getTime()
      outlook.playground.add(await ada.mailbox(), { subject: 'New', start_ms, end_ms: start_ms + 60_000 })
      await ada.settle()
      expect(desk.restore(ada.which)).rejects.toMatchObject({ code: 'slot_taken' })
    }))

  test('cannot be had of another tenant, of a booking that stands, or twice', () =>
    story(async (ada, { desk }) => {
      const other = { ...ada.which, tenant_id: 'another' }
      expect(desk.restore(other)).rejects.toMatchObject({ code: 'booking_not_found' })
      await desk.restore(ada.which)
      expect(desk.restore(ada.which)).rejects.toMatchObject({ code: 'wrong_state' })
    }))

  test('is for the customer alone: what an admin has canceled stays so', () =>
    story(async (ada, { desk, ctx }) => {
      await ada.settle()
      await ctx.db.q.update(ctx.db.t.bookings).set({ source: 'admin' })
      expect(desk.restore(ada.which)).rejects.toMatchObject({ code: 'wrong_state' })
    }))

  test('is for what was confirmed: a hold that made room for another is booked by no letter', async () => {
    const { db } = await fresh()
    await inWorld(db, async ({ desk, mail, acme }, worker) => {
      const wish = (email: string, start_at_utc: string) => ({
        ...{ meeting_type: 'intro-zoom', salesperson: 'berlin', start_at_utc },
        customer: { name: 'Ada', email, time_zone: 'Europe/Berlin' },
      })
      const first = wish('eve@example.com', '2026-12-01T09:00:00Z')
      const booking_id = await desk.pages.hold('acme', 'a form of its own', first)
      await desk.pages.resend(booking_id, 'ada@example.com')
      await worker.quiet()
      const token = tokenIn(mail.list('ada@example.com')[0], 'verify')
      await desk.pages.hold('acme', 'a form of its own', wish('ada@example.com', '2026-12-01T10:00:00Z'))
      expect(await desk.pages.visit(token)).toMatchObject({ status: 'canceled' })
      expect(await desk.pages.visit(token)).not.toHaveProperty('undo_until_ms')
      const which = { tenant_id: (await acme()).tenant.id, booking_id }
      expect(await desk.restore(which).catch((error: unknown) => error)).toMatchObject({
        code: 'wrong_state',
      })
    })
  })
})

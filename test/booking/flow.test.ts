import { expect, test } from 'bun:test'
import { onBothDatabases } from '../support/databases.ts'
import { codeIn, inWorld, tokenIn } from '../support/world.ts'

const RANGE = { tenant: 'acme', from: '2026-12-01', to: '2026-12-03', time_zone: 'America/Vancouver' }
const CUSTOMER = { name: 'Ada', email: 'ada@example.com', time_zone: 'America/Vancouver', locale: 'de' }

onBothDatabases('a booking', (fresh) => {
  test('is held, confirmed by code, rescheduled and canceled', async () => {
    const { db } = await fresh()
    await inWorld(db, async ({ desk, mail, zoom, outlook, acme }, worker) => {
      const { slots } = await desk.listSlots({ ...RANGE, meeting_type: 'intro-zoom' })
      const [first, , , other] = slots
      const wish = { meeting_type: 'intro-zoom', start_at_utc: first!.start_at_utc, customer: CUSTOMER }
      const held = await desk.hold('acme', 'key-1', wish)
      expect(held.reply).toMatchObject({ status: 'held', start_at_utc: first!.start_at_utc })
      await worker.quiet()
      const code = codeIn(mail.list('ada@example.com')[0])
      const { booking_id } = held.reply
      const confirmed = await desk.confirm({ booking_id, code })
      expect(confirmed).toMatchObject({ settled: true, booking: { status: 'confirmed' } })
      expect(confirmed.booking.join_url).toStartWith('https://')

      await desk.sendLinks(booking_id, 'ADA@example.com')
      await worker.quiet()
      const [links] = mail.list('ada@example.com')
      const moved = await desk.reschedule('key-2', {
        token: tokenIn(links, 'reschedule'),
        start_at_utc: other!.start_at_utc,
      })
      expect(moved).toMatchObject({
        settled: true,
        booking: { start_at_utc: other!.start_at_utc, revision: 2 },
      })
      expect(zoom.meetings()).toMatchObject([{ start_ms: Date.parse(other!.start_at_utc) }])

      const [salesperson] = [...(await acme()).salespersons.values()].filter(
        (one) => one.slug === held.reply.salesperson,
      )
      const mailbox = { m365_tenant_id: (await acme()).tenant.id, user: salesperson!.mailbox }
      expect(outlook.playground.events(mailbox)).toMatchObject([
        { start_ms: Date.parse(other!.start_at_utc) },
      ])

      const canceled = await desk.cancel(tokenIn(links, 'cancel'), 'No time')
      expect(canceled).toMatchObject({ status: 'canceled', cancel_reason: 'No time' })
      await worker.quiet()
      expect(zoom.meetings()).toEqual([])
      expect(outlook.playground.events(mailbox)).toEqual([])
      expect(await db.q.select().from(db.t.slot_claims)).toEqual([])
    })
  })
})

import { expect, test } from 'bun:test'
import { eq } from 'drizzle-orm'
import { retryJob } from '../../src/jobs/retry.ts'
import { onBothDatabases } from '../support/databases.ts'
import { codeIn, inWorld, MONDAY_MS, tokenIn } from '../support/world.ts'

const RANGE = { tenant: 'acme', from: '2026-12-01', to: '2026-12-03', time_zone: 'Europe/Berlin' }
const HOUR_MS = 3_600_000

const wish = (start_at_utc: string, email: string) => ({
  meeting_type: 'intro-zoom',
  start_at_utc,
  salesperson: 'berlin',
  customer: { name: 'Ada', email, time_zone: 'Europe/Berlin', locale: 'en' },
})

onBothDatabases('a clock that jumps', (fresh) => {
  test('ahead ends holds early; set right again it revives none of them, and nothing is taken twice', async () => {
    const { db } = await fresh()
    await inWorld(db, async ({ desk, clock, mail }, worker) => {
      const [slot] = (await desk.listSlots({ ...RANGE, meeting_type: 'intro-zoom', salesperson: 'berlin' }))
        .slots
      const first = await desk.hold('acme', 'one', wish(slot!.start_at_utc, 'ada@example.com'))
      await worker.quiet()
      clock.advance(HOUR_MS)
      await worker.quiet()
      const second = await desk.hold('acme', 'two', wish(slot!.start_at_utc, 'grace@example.com'))
      expect(second.reply.status).toBe('held')
      clock.set(MONDAY_MS)
      await worker.quiet()
      const late = { booking_id: first.reply.booking_id, code: codeIn(mail.list('ada@example.com')[0]) }
      expect(await desk.confirm(late).catch(({ code }) => code)).toBe('hold_expired')
      expect(await db.q.select().from(db.t.slot_claims)).toHaveLength(1)
    })
  })

  test('back leaves letters, codes and links good, and what it remembers is looked at anew', async () => {
    const { db } = await fresh()
    await inWorld(db, async ({ desk, clock, mail }, worker) => {
      const list = () => desk.listSlots({ ...RANGE, meeting_type: 'intro-zoom', salesperson: 'berlin' })
      const [slot] = (await list()).slots
      const held = await desk.hold('acme', 'one', wish(slot!.start_at_utc, 'ada@example.com'))
      await worker.quiet()
      clock.set(MONDAY_MS - HOUR_MS)
      expect((await list()).slots.map((one) => one.start_at_utc)).not.toContain(slot!.start_at_utc)
      const { booking_id } = held.reply
      const confirmed = await desk.confirm({ booking_id, code: codeIn(mail.list('ada@example.com')[0]) })
      expect(confirmed.booking.status).toBe('confirmed')
      await desk.sendLinks(booking_id, 'ada@example.com')
      await worker.quiet()
      clock.advance(HOUR_MS / 2)
      const token = tokenIn(mail.list('ada@example.com')[0], 'cancel')
      expect((await desk.cancel(token, 'No time')).status).toBe('canceled')
      await worker.quiet()
      expect(await db.q.select().from(db.t.slot_claims)).toEqual([])
    })
  })

  test('is no reason, nor is an admin who hurries the job, for a hold to be held for ever', async () => {
    const { db } = await fresh()
    await inWorld(db, async ({ desk, clock, wake }, worker) => {
      const { reply } = await desk.hold('acme', 'one', wish('2026-12-01T09:00:00Z', 'ada@example.com'))
      const { outbox_jobs: jobs, bookings } = db.t
      const [job] = await db.q.select().from(jobs).where(eq(jobs.kind, 'expire_hold'))
      await retryJob(db, clock, 'outbox_jobs', { id: String(job!.id) })
      wake()
      await worker.quiet()
      const statusOf = async () =>
        (await db.q.select().from(bookings).where(eq(bookings.id, reply.booking_id)))[0]!.status
      expect(await statusOf()).toBe('held')
      clock.set(Date.parse(reply.hold_expires_at_utc!))
      wake()
      await worker.quiet()
      expect(await statusOf()).toBe('expired')
    })
  })
})

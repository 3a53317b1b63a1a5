import { expect, test } from 'bun:test'
import { eq } from 'drizzle-orm'
import { recordAttendance } from '../../src/booking/attendance.ts'
import type { Purpose } from '../../src/booking/proof/token.ts'
import type { Database } from '../../src/db/database.ts'
import { Problem } from '../../src/lib/problem.ts'
import { customer } from '../support/customer.ts'
import { onBothDatabases } from '../support/databases.ts'
import { tally } from '../support/tally.ts'
import { inWorld, type World } from '../support/world.ts'

const HOUR_MS = 3_600_000
type Ada = ReturnType<typeof customer>

const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'was allowed',
    (error) => (error instanceof Problem ? error.code : Promise.reject(error)),
  )

onBothDatabases('a proof', (fresh) => {
  const story = async (tell: (it: World, ada: Ada) => Promise<void>) => {
    const { db } = await fresh()
    await inWorld(db, async (it, worker) => tell(it, customer(it, worker)))
  }
  const signed = async (it: World, booking_id: string, purpose: Purpose, tenant_id?: string) => {
    const wish = { booking_id, purpose, tenant_id: tenant_id ?? (await it.acme()).tenant.id }
    const expires_at_ms = it.clock.now_ms() + HOUR_MS
    return (await it.ctx.tokens.sign({ ...wish, expires_at_ms })).token
  }

  test('that is no token, forged, too old, for another purpose or another tenant has a code of its own', () =>
    story(async (it, ada) => {
      const { id } = await ada.confirm(await ada.hold())
      const before = await tally(it.ctx.db)
      const genuine = await signed(it, id, 'cancel')
      const [header, claims, signature] = genuine.split('.') as [string, string, string]
      const forged = [header, claims, signature.split('').reverse().join('')].join('.')
      expect(await codeOf(it.desk.cancel('nonsense'))).toBe('token_malformed')
      expect(await codeOf(it.desk.cancel(forged))).toBe('token_forged')
      expect(await codeOf(it.desk.cancel(await signed(it, id, 'reschedule')))).toBe('token_wrong_purpose')
      expect(await codeOf(it.desk.cancel(await signed(it, id, 'cancel', 'another tenant')))).toBe(
        'token_foreign',
      )
      expect(await codeOf(it.desk.read(id, await signed(it, id, 'cancel', 'another tenant')))).toBe(
        'token_foreign',
      )
      expect(await codeOf(it.desk.cancel(await signed(it, 'no booking', 'cancel')))).toBe('booking_not_found')
      it.clock.advance(2 * HOUR_MS)
      expect(await codeOf(it.desk.cancel(genuine))).toBe('token_expired')
      expect(await tally(it.ctx.db)).toEqual(before)
    }))

  test('is used once: a second cancellation, and a second confirmation, hear that it was used', () =>
    story(async (it, ada) => {
      const held = await ada.hold()
      const { id } = await ada.confirm(held)
      expect(await codeOf(it.desk.confirm({ booking_id: id, code: held.code }))).toBe('token_used')
      const token = await signed(it, id, 'cancel')
      expect(await codeOf(it.desk.cancel(token))).toBe('was allowed')
      expect(await codeOf(it.desk.cancel(token))).toBe('token_used')
      expect(await codeOf(it.desk.cancel(await signed(it, id, 'cancel')))).toBe('wrong_state')
    }))

  test('by two at once begins one confirmation', () =>
    story(async (it, ada) => {
      const { booking_id, code } = await ada.hold()
      const codes = await Promise.all(
        Array.from({ length: 5 }, () => codeOf(it.desk.confirm({ booking_id, code }, 0))),
      )
      expect(codes.filter((one) => one === 'was allowed')).toHaveLength(1)
      await ada.settle()
      expect(await it.ctx.db.q.$count(it.ctx.db.t.sagas)).toBe(1)
      expect(await ada.events()).toHaveLength(1)
    }))

  test('by a code that was wrong five times is over, also for the right one and for guesses at once', () =>
    story(async (it, ada) => {
      const { booking_id, code } = await ada.hold()
      const wrong = code === '000000' ? '000001' : '000000'
      const codes = await Promise.all(
        Array.from({ length: 8 }, () => codeOf(it.desk.confirm({ booking_id, code: wrong }))),
      )
      expect(codes.filter((one) => one === 'code_wrong')).toHaveLength(5)
      expect(codes.filter((one) => one === 'code_exhausted')).toHaveLength(3)
      expect(await codeOf(it.desk.confirm({ booking_id, code }))).toBe('code_exhausted')
      expect((await ada.booking(booking_id)).status).toBe('held')
    }))

  test('for a hold that is over is refused, before and after something has swept it', () =>
    story(async (it, ada) => {
      const { booking_id, code } = await ada.hold()
      it.clock.advance(11 * 60_000)
      expect(await codeOf(it.desk.confirm({ booking_id, code }))).toBe('hold_expired')
      await ada.settle()
      expect((await ada.booking(booking_id)).status).toBe('expired')
      expect(await ada.claims()).toEqual([])
      expect(await codeOf(it.desk.confirm({ booking_id, code }))).toBe('hold_expired')
    }))

  test('too late for the notice of the meeting type changes nothing, and an admin still may', () =>
    story(async (it, ada) => {
      const { id, start_at_utc, tenant_id } = await ada.confirm(await ada.hold())
      it.clock.set(start_at_utc.getTime() - 30 * 60_000)
      const before = await tally(it.ctx.db)
      const token = await signed(it, id, 'cancel')
      expect(await codeOf(it.desk.cancel(token))).toBe('notice_too_short')
      const wish = { token: await signed(it, id, 'reschedule'), start_at_utc: '2026-12-03T09:00:00Z' }
      expect(await codeOf(it.desk.reschedule('key', wish))).toBe('notice_too_short')
      expect(await tally(it.ctx.db)).toEqual(before)
      await it.desk.admin.cancel({ tenant_id, booking_id: id, actor: 'admin_key' })
      expect((await ada.booking(id)).status).toBe('canceled')
    }))

  test('leads to a calendar file whose SEQUENCE rises with every change', () =>
    story(async (it, ada) => {
      const { id } = await ada.confirm(await ada.hold())
      const sequence = async () => {
        const file = await it.desk.invite(id, await signed(it, id, 'cancel'))
        return Number(/SEQUENCE:(\d+)/.exec(file)?.[1])
      }
      const first = await sequence()
      const [, , later] = await ada.slots()
      await it.desk.reschedule('key', { token: await signed(it, id, 'reschedule'), start_at_utc: later! })
      const second = await sequence()
      await it.desk.cancel(await signed(it, id, 'cancel'))
      expect([second > first, (await sequence()) > second]).toEqual([true, true])
    }))

  test('of attendance comes once the meeting has begun, and may be corrected', () =>
    story(async (it, ada) => {
      const { id: booking_id, tenant_id, start_at_utc } = await ada.confirm(await ada.hold())
      const record = (outcome: 'attended' | 'no_show', tenant = tenant_id) =>
        it.desk.admin.recordAttendance({ tenant_id: tenant, booking_id, actor: 'admin_key', outcome })
      expect(await codeOf(record('attended'))).toBe('wrong_state')
      it.clock.set(start_at_utc.getTime())
      expect(await codeOf(record('attended', 'another tenant'))).toBe('booking_not_found')
      await record('no_show')
      await record('attended')
      expect((await ada.booking(booking_id)).attendance?.outcome).toBe('attended')
    }))

  test('of attendance by two at once is recorded once, and the other hears of it', () =>
    story(async (it, ada) => {
      const { id: booking_id, tenant_id, start_at_utc } = await ada.confirm(await ada.hold())
      it.clock.set(start_at_utc.getTime())
      const wish = { tenant_id, booking_id, actor: 'admin_key' }
      for (const note of ['first', 'corrected']) {
        it.clock.advance(1000)
        const ctx = { ...it.ctx, db: meeting(it.ctx.db, 2) }
        const record = (outcome: 'attended' | 'no_show') => recordAttendance(ctx, { ...wish, outcome, note })
        const codes = await Promise.all([codeOf(record('no_show')), codeOf(record('attended'))])
        expect(codes.sort()).toEqual(['conflict', 'was allowed'])
        expect((await ada.booking(booking_id)).attendance?.note).toBe(note)
      }
      const { tracking_events: events } = it.ctx.db.t
      expect(await it.ctx.db.q.$count(events, eq(events.kind, 'attendance_recorded'))).toBe(2)
    }))

  test('lets nothing be canceled or moved but what is confirmed, and says in which state it is', () =>
    story(async (it, ada) => {
      const [free, other] = await ada.slots()
      const held = await ada.hold('intro-zoom', free)
      const { id } = await ada.confirm(held)
      const { bookings } = it.ctx.db.t
      for (const status of ['held', 'confirming', 'expired', 'failed', 'canceled'] as const) {
        await it.ctx.db.q.update(bookings).set({ status }).where(eq(bookings.id, id))
        const before = await tally(it.ctx.db)
        const wish = { token: await signed(it, id, 'reschedule'), start_at_utc: other! }
        expect([status, await codeOf(it.desk.reschedule(status, wish))]).toEqual([status, 'wrong_state'])
        const canceling = async () => it.desk.cancel(await signed(it, id, 'cancel'))
        // Whoever holds a slot may give it back; nothing stands outside yet.
        if (status !== 'held') expect([status, await codeOf(canceling())]).toEqual([status, 'wrong_state'])
        expect([status, await tally(it.ctx.db)]).toEqual([status, before])
      }
      await it.ctx.db.q.update(bookings).set({ status: 'held' }).where(eq(bookings.id, id))
      expect((await it.desk.cancel(await signed(it, id, 'cancel'))).status).toBe('canceled')
    }))

  test('fresh links go to the address of the booking alone', () =>
    story(async (it, ada) => {
      const { id } = await ada.confirm(await ada.hold())
      const letters = ada.letters().length
      await it.desk.sendLinks(id, 'someone@else.example')
      await it.desk.sendLinks('no booking', 'ada@example.com')
      await ada.settle()
      expect(ada.letters()).toHaveLength(letters)
      await it.desk.sendLinks(id, ' ADA@example.com ')
      await ada.settle()
      expect(ada.letters()).toHaveLength(letters + 1)
    }))

  test('fresh links are said to work until the notice ends, not until the meeting begins', () =>
    story(async (it, ada) => {
      const { id } = await ada.confirm(await ada.hold('intro-zoom', '2026-12-01T09:00:00.000Z'))
      const deadline = async (now: string) => {
        it.clock.set(Date.parse(now))
        await it.desk.sendLinks(id, 'ada@example.com')
        await ada.settle()
        return /work until: (.*), Berlin/.exec(it.mail.list('ada@example.com')[0]!.text)?.[1]
      }
      // Moved until two hours before, canceled until one hour before: both links work until the first of these.
      expect(await deadline('2026-12-01T05:00:00Z')).toBe('08:00')
      expect(await deadline('2026-12-01T07:30:00Z')).toBe('09:00')
      expect(await deadline('2026-12-01T08:30:00Z')).toBeUndefined()
    }))
})

/** The same database, whose transactions begin once so many are asked for: all have read what stood before. */
function meeting(db: Database, many: number): Database {
  const all = Promise.withResolvers<void>()
  let waiting = 0
  return {
    ...db,
    transaction: async (work) => {
      waiting += 1
      if (waiting === many) all.resolve()
      await all.promise
      return db.transaction(work)
    },
  }
}

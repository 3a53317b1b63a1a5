import { expect, test } from 'bun:test'
import { and, eq, inArray, ne } from 'drizzle-orm'
import type { Booking } from '../../src/booking/advance.ts'
import { codeOf } from '../../src/booking/proof/code.ts'
import type { Purpose } from '../../src/booking/proof/token.ts'
import type { Worker } from '../../src/jobs/worker.ts'
import { seededEntropy } from '../../src/lib/entropy.ts'
import { Failure } from '../../src/lib/failure.ts'
import { Problem } from '../../src/lib/problem.ts'
import { onBothDatabases } from '../support/databases.ts'
import { inWorld, type World } from '../support/world.ts'

const STEPS = 2400
const TOGETHER = 12
const DAY_MS = 86_400_000

onBothDatabases('a random walk', (fresh) => {
  test('of holds, confirmations, moves, cancellations, failures and time leaves no overlap and no orphan', async () => {
    const { db } = await fresh()
    await inWorld(db, async (it, worker) => {
      const walk = walker(it, worker)
      for (let step = 0; step < STEPS; step += TOGETHER) {
        await Promise.all(Array.from({ length: TOGETHER }, () => walk.step()))
        if (step % (5 * TOGETHER) === 0) await walk.checkClaims()
        walk.turnClock()
      }
      await walk.settle()
      await walk.checkClaims()
      await walk.checkOutside()
      await walk.checkTraces()
      // A walk that never got anywhere would prove nothing.
      for (const deed of ['held', 'confirmed', 'rescheduled', 'canceled', 'expired'])
        expect(await walk.timesOf(deed)).toBeGreaterThan(10)
    })
  })
})

/** Somebody who does at random whatever a customer, an admin, a provider or time may do. */
function walker(it: World, worker: Worker) {
  const { ctx, desk, outlook, zoom, clock } = it
  const { db } = ctx
  const chance = seededEntropy(7)
  const pick = <Item>(items: Item[]): Item | undefined => items[Math.floor(chance.uniform() * items.length)]
  const start = () => {
    const day = 1 + Math.floor(chance.uniform() * 3)
    const half_hours = 16 + Math.floor(chance.uniform() * 34)
    const today = Math.floor(clock.now_ms() / DAY_MS) * DAY_MS
    return new Date(today + day * DAY_MS + half_hours * 1_800_000).toISOString()
  }
  const inState = (status: Booking['status']) => {
    const { bookings } = db.t
    return db.q.select().from(bookings).where(eq(bookings.status, status)).orderBy(bookings.id)
  }
  /** One of those in these states, by chance. */
  const pickIn = async (...states: Booking['status'][]) => {
    const { bookings } = db.t
    const all = db.q.select({ id: bookings.id }).from(bookings).where(inArray(bookings.status, states))
    const one = pick(await all.orderBy(bookings.id))
    return one && (await db.q.select().from(bookings).where(eq(bookings.id, one.id)))[0]
  }
  const tokenOf = async ({ tenant_id, id }: Booking, purpose: Purpose) => {
    const expires_at_ms = clock.now_ms() + DAY_MS
    return (await ctx.tokens.sign({ tenant_id, booking_id: id, purpose, expires_at_ms })).token
  }

  const deeds = {
    hold: async () => {
      const customer = { name: 'Ada', email: 'ada@example.com', time_zone: 'Europe/Paris' }
      const meeting_type = pick(['intro-zoom', 'call-phone'])!
      await desk.hold('acme', chance.secret(9), { meeting_type, start_at_utc: start(), customer })
    },
    confirm: async () => {
      const booking = await pickIn('held', 'failed')
      if (!booking?.verify_token_jti) return
      const code = codeOf(ctx.code_secret, booking.id, booking.verify_token_jti)
      await desk.confirm({ booking_id: booking.id, code }, 0)
    },
    move: async () => {
      const booking = await pickIn('confirmed')
      if (!booking) return
      const token = await tokenOf(booking, 'reschedule')
      await desk.reschedule(chance.secret(9), { token, start_at_utc: start() }, 0)
    },
    cancel: async () => {
      const booking = await pickIn('confirmed')
      if (booking) await desk.cancel(await tokenOf(booking, 'cancel'), 'No time')
    },
    cancelByAdmin: async () => {
      const booking = await pickIn('held', 'confirmed')
      if (!booking) return
      await desk.admin.cancel({ tenant_id: booking.tenant_id, booking_id: booking.id, actor: 'admin_key' })
    },
    fail: async () => {
      // What can never be taken away is left to a person, and stands outside: here it can, in the end.
      const passing = new Failure('retry', 'walk', 'by chance')
      const final = new Failure('permanent', 'walk', 'by chance')
      if (chance.uniform() < 0.3) outlook.switches.failNext(1, final, 'create')
      else if (chance.uniform() < 0.5) outlook.switches.failNext(1, passing, pick(['change', 'cancel']))
      else zoom.failNext(1, passing, pick(['create', 'change', 'delete']))
    },
  }
  const odds: (keyof typeof deeds)[] = [
    ...(['hold', 'hold', 'hold', 'hold', 'hold', 'confirm', 'confirm', 'confirm', 'confirm'] as const),
    ...(['move', 'move', 'cancel', 'cancelByAdmin', 'fail'] as const),
  ]

  /** All claims with their bookings; a booking's claims must be what its state says. */
  const checkClaims = async () => {
    const { bookings: booking, slot_claims: claim } = db.t
    // One query, for one moment: the worker goes on meanwhile.
    const rows = await db.q
      .select({ booking, claim })
      .from(booking)
      .leftJoin(claim, eq(claim.booking_id, booking.id))
      .orderBy(claim.from_utc)
    const bookings = new Map(rows.map((row) => [row.booking.id, row.booking]))
    const claims = rows.flatMap((row) => row.claim ?? [])
    const last = new Map<string, (typeof claims)[number]>()
    for (const claim of claims) {
      const before = last.get(claim.salesperson_id)
      if (before && before.booking_id !== claim.booking_id)
        expect(before.until_utc.getTime()).toBeLessThanOrEqual(claim.from_utc.getTime())
      if (!before || claim.until_utc > before.until_utc) last.set(claim.salesperson_id, claim)
    }
    const byBooking = Map.groupBy(claims, (claim) => claim.booking_id)
    for (const one of bookings.values()) expectToMatch(one, byBooking.get(one.id) ?? [])
  }

  const waiting = () => {
    const { outbox_jobs: jobs } = db.t
    const open = and(eq(jobs.status, 'pending'), ne(jobs.kind, 'expire_hold'))
    return db.q.select({ run_at_utc: jobs.run_at_utc }).from(jobs).where(open).orderBy(jobs.run_at_utc)
  }

  /** What became of a booking: what one who wonders about it would ask first. */
  const taleOf = async (id: string) => {
    const { bookings, sagas, saga_compensations: undoings, outbox_jobs: jobs } = db.t
    const [booking] = await db.q.select().from(bookings).where(eq(bookings.id, id))
    const tried = await db.q.select().from(sagas).where(eq(sagas.booking_id, id))
    const undone = await db.q.select().from(undoings).where(eq(undoings.booking_id, id))
    const left = await db.q.select().from(jobs).where(ne(jobs.status, 'done'))
    return { booking, tried, undone, left: left.filter((job) => JSON.stringify(job).includes(id)) }
  }

  return {
    checkClaims,
    step: async () => {
      await deeds[pick(odds)!]().catch((error) => {
        if (!(error instanceof Problem)) throw error
      })
    },
    turnClock: () => clock.advance(Math.floor(chance.uniform() * 4 * 60_000)),
    /** Does all that is to be done, whenever it is due. */
    settle: async () => {
      for (;;) {
        await worker.quiet()
        const [next] = await waiting()
        if (!next) return
        clock.set(Math.max(clock.now_ms(), next.run_at_utc.getTime()))
      }
    },
    timesOf: async (kind: string) => {
      const { tracking_events: events } = db.t
      return db.q.$count(events, eq(events.kind, kind))
    },
    /** Each booking has a tracking event of its state, and each cancellation a row in the audit by whoever canceled. */
    checkTraces: async () => {
      const { bookings, tracking_events: events, audit_logs: audit } = db.t
      const kinds = new Set(
        (await db.q.select().from(events)).map(({ booking_id, kind }) => `${booking_id} ${kind}`),
      )
      const sources = new Map(
        (await db.q.select().from(audit).where(eq(audit.action, 'booking.canceled'))).map((row) => [
          row.subject,
          row.source,
        ]),
      )
      for (const { id, status, source } of await db.q.select().from(bookings)) {
        expect(kinds).toContain(`${id} held`)
        expect(kinds).toContain(`${id} ${status}`)
        if (status === 'canceled') expect([id, sources.get(`booking:${id}`)]).toEqual([id, source])
      }
    },
    /** Outside stands what the confirmed bookings say, and nothing else. */
    checkOutside: async () => {
      const { tenant, salespersons } = await it.acme()
      const confirmed = await inState('confirmed')
      const events = [...salespersons.values()].flatMap(({ mailbox }) =>
        outlook.playground.events({ m365_tenant_id: tenant.id, user: mailbox }),
      )
      const living = new Set<string | undefined>(confirmed.map(({ id }) => id))
      const strays = events.filter(({ booking_id }) => !living.has(booking_id))
      expect(await Promise.all(strays.map(({ booking_id }) => taleOf(booking_id!)))).toEqual([])
      const times = (id: string, from: Date | number) => `${id} ${new Date(from).toISOString()}`
      expect(events.map((event) => times(event.booking_id!, event.start_ms)).sort()).toEqual(
        confirmed.map(({ id, start_at_utc }) => times(id, start_at_utc)).sort(),
      )
      const onZoom = confirmed.filter(({ location }) => location.kind === 'zoom')
      expect(
        zoom
          .meetings()
          .map((one) => times(one.booking_id, one.start_ms))
          .sort(),
      ).toEqual(onZoom.map(({ id, start_at_utc }) => times(id, start_at_utc)).sort())
    },
  }
}

function expectToMatch(booking: Booking, claims: { start_at_utc: Date; expires_at_utc: Date | null }[]) {
  const { status, saga_id, start_at_utc } = booking
  const claimsTime = ['held', 'confirming', 'confirmed'].includes(status)
  // A booking that is being moved claims its old and its new time.
  const most = claimsTime ? (status === 'confirmed' && saga_id !== null ? 2 : 1) : 0
  expect({ status, claims: claims.length }).toEqual({ status, claims: Math.min(claims.length, most) })
  if (!claimsTime) return
  const own = claims.filter((claim) => claim.start_at_utc.getTime() === start_at_utc.getTime())
  expect({ status, own: own.length }).toEqual({ status, own: 1 })
  expect(own[0]!.expires_at_utc !== null).toBe(status === 'held')
}

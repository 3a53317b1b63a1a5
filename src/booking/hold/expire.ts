import { and, eq, inArray, lte } from 'drizzle-orm'
import { z } from 'zod'
import type { Db } from '../../db/database.ts'
import type { NewJob } from '../../jobs/enqueue.ts'
import { type JobKind, snooze } from '../../jobs/kind.ts'
import { nowOf } from '../../lib/clock.ts'
import { gather } from '../../lib/gather.ts'
import { padded } from '../../lib/padded.ts'
import type { Booking } from '../advance.ts'
import { freeClaims } from '../claim.ts'
import type { Context } from '../context.ts'
import { type Claims, overdue } from '../slots/agenda.ts'
import { track } from '../track.ts'

const payload = z.object({ booking_id: z.string() })

/** The end of a hold, as a job due at that moment. */
export function expireJob({ id, tenant_id, hold_expires_at_utc }: Booking): NewJob {
  return {
    kind: 'expire_hold',
    tenant_id,
    payload: { booking_id: id },
    run_at_ms: hold_expires_at_utc!.getTime(),
  }
}

/** At most this many holds end in one transaction. */
const MOST_TOGETHER = 64

/** Expires one hold, with others that end then. One that is not over yet is looked at when it is; one that was confirmed is left. */
export function expireHold(ctx: Context): JobKind<z.infer<typeof payload>> {
  const together = gather<string, number>((ids) => expireTogether(ctx, ids), { most: MOST_TOGETHER })
  return {
    name: 'expire_hold',
    queue: 'outbox_jobs',
    schema: payload,
    deadline_ms: 10_000,
    backoff: { base_ms: 1000, cap_ms: 60_000 },
    perform: async ({ booking_id }) => {
      const left_ms = await together(booking_id)
      return left_ms > 0 ? snooze(left_ms) : undefined
    },
  }
}

/** What was held together ends together: one transaction for a batch. Answers how long each is held yet. */
async function expireTogether(ctx: Context, ids: string[]): Promise<number[]> {
  const gone = await ctx.db.transaction(async (tx) => {
    const gone = await expire(ctx, tx, ids.toSorted())
    if (gone.length > 0) await freeClaims(tx, ...padded(gone.map((booking) => booking.id)))
    return gone
  })
  const left = gone.length < ids.length ? await timeLeft(ctx, ids) : new Map<string, number>()
  return ids.map((id) => left.get(id) ?? 0)
}

/** An admin may have hurried the job, or the clock been set back since it was due: the end of a hold must not get lost. */
async function timeLeft({ db, clock }: Context, ids: string[]): Promise<Map<string, number>> {
  const { bookings } = db.t
  const held = await db.q
    .select({ id: bookings.id, ends: bookings.hold_expires_at_utc })
    .from(bookings)
    .where(and(inArray(bookings.id, padded(ids)), eq(bookings.status, 'held')))
  return new Map(held.map(({ id, ends }) => [id, Math.max(1, ends!.getTime() - clock.now_ms())]))
}

/** Expires the holds that are over among those that claim this time, so that nobody is refused for their sake. */
export async function sweepExpired(ctx: Context, tx: Db, claims: Claims): Promise<void> {
  const over = overdue(ctx, claims)
  if (over.length === 0) return
  // Sorted, and bookings before claims as everywhere, so that two sweeps seldom deadlock.
  const expired = await expire(ctx, tx, [...new Set(over.map((claim) => claim.booking_id))].sort())
  await freeClaims(tx, ...expired.map((booking) => booking.id))
}

async function expire(ctx: Context, tx: Db, ids: string[]): Promise<Booking[]> {
  const { bookings } = tx.t
  const now = nowOf(ctx.clock)
  const expired = await tx.q
    .update(bookings)
    .set({ status: 'expired', source: 'system', updated_at_utc: now })
    .where(
      and(
        inArray(bookings.id, padded(ids)),
        eq(bookings.status, 'held'),
        lte(bookings.hold_expires_at_utc, now),
      ),
    )
    .returning()
  await track(tx, ctx, ...expired.map((booking) => ({ booking, kind: 'expired' as const })))
  return expired
}

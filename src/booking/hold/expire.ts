import { and, eq, inArray, lte } from 'drizzle-orm'
import { z } from 'zod'
import type { Db } from '../../db/database.ts'
import type { NewJob } from '../../jobs/enqueue.ts'
import type { JobKind } from '../../jobs/kind.ts'
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

/** Expires one hold, with others that end then; does nothing when it was confirmed or prolonged meanwhile. */
export function expireHold(ctx: Context): JobKind<z.infer<typeof payload>> {
  const together = gather<string, true>((ids) => expireTogether(ctx, ids), { most: MOST_TOGETHER })
  return {
    name: 'expire_hold',
    queue: 'outbox_jobs',
    schema: payload,
    deadline_ms: 10_000,
    backoff: { base_ms: 1000, cap_ms: 60_000 },
    perform: ({ booking_id }) => together(booking_id),
  }
}

/** What was held together ends together: one transaction for a batch. */
async function expireTogether(ctx: Context, ids: string[]): Promise<true[]> {
  await ctx.db.transaction(async (tx) => {
    const gone = await expire(ctx, tx, ids.toSorted())
    if (gone.length > 0) await freeClaims(tx, ...padded(gone.map((booking) => booking.id)))
  })
  return ids.map(() => true)
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

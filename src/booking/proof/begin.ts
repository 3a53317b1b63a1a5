import type { Db } from '../../db/database.ts'
import { nowOf } from '../../lib/clock.ts'
import type { Booking } from '../advance.ts'
import { keepClaims } from '../claim.ts'
import { claimFor } from '../claimFor.ts'
import type { Context } from '../context.ts'
import { startSagas } from '../saga/start.ts'
import type { Offer } from '../slots/offer.ts'
import { track } from '../track.ts'

/** A confirmation that is to begin. */
export interface Beginning {
  /** As it was when its customer proved the address. */
  booking: Booking
  saga_id: string
  traceparent?: string
}

/**
 * Begins the confirmations of held bookings, in the caller's transaction. Answers for each whether it began: false
 * where the booking has changed meanwhile, or another of these was quicker.
 */
export async function begin(ctx: Context, tx: Db, wanted: Beginning[]): Promise<boolean[]> {
  const begun = await consume(ctx, tx, wanted)
  await Promise.all([keepClaims(tx, ...begun.map(({ booking }) => booking.id)), start(ctx, tx, begun)])
  return wanted.map((one) => begun.includes(one))
}

/** Begins the confirmation of a booking whose time was freed: it is claimed anew. Throws `Refused`. */
export async function beginAgain(ctx: Context, tx: Db, offer: Offer, wanted: Beginning): Promise<boolean> {
  const begun = await consume(ctx, tx, [wanted])
  if (begun.length === 0) return false
  await claimFor(ctx, tx, offer, wanted.booking)
  await start(ctx, tx, begun)
  return true
}

/** Compares and clears the token in the same statement that moves the booking: it is used once. */
async function consume(ctx: Context, tx: Db, wanted: Beginning[]): Promise<Beginning[]> {
  const firsts = [...new Map(wanted.toReversed().map((one) => [one.booking.id, one])).values()]
  const moved = await tx.changeAll(
    tx.t.bookings,
    firsts.map(({ booking, saga_id }) => {
      const { id, status, revision, verify_token_jti } = booking
      return {
        was: { id, status, revision, verify_token_jti, saga_id: null },
        set: {
          status: 'confirming' as const,
          source: 'customer' as const,
          verify_token_jti: null,
          saga_id,
          revision: revision + 1,
          updated_at_utc: nowOf(ctx.clock),
        },
      }
    }),
  )
  return firsts.filter(({ booking }) => moved.has(booking.id))
}

async function start(ctx: Context, tx: Db, begun: Beginning[]): Promise<void> {
  if (begun.length === 0) return
  const starts = begun.map(({ booking, saga_id, traceparent }) => ({
    booking: { ...booking, revision: booking.revision + 1 },
    id: saga_id,
    kind: 'confirm' as const,
    context: { verify_token_jti: booking.verify_token_jti },
    traceparent,
  }))
  await Promise.all([
    startSagas(tx, ctx, starts),
    track(tx, ctx, ...begun.map(({ booking }) => ({ booking, kind: 'confirming' as const }))),
  ])
}

import type { Db } from '../db/database.ts'
import { refusalOf } from '../db/refusal.ts'
import type { Booking } from './advance.ts'
import { claimsFor } from './claim.ts'
import type { Context } from './context.ts'
import { sweepExpired } from './hold/expire.ts'
import { Refused } from './hold/refused.ts'
import { type Claims, claimsOf, guarded, spansOf } from './slots/agenda.ts'
import { limitsOf } from './slots/limits.ts'
import type { Offer } from './slots/offer.ts'

/**
 * Claims a booking's time for good, beside what it claims already; `known` are the claims around it, when they were
 * read in this transaction. Expired holds are no hindrance. Throws `Refused` when somebody else has the
 * time, or the last place of the day.
 */
export async function claimFor(
  ctx: Context,
  tx: Db,
  { type, salespersons }: Pick<Offer, 'type' | 'salespersons'>,
  booking: Pick<Booking, 'id' | 'salesperson_id' | 'other_salesperson_ids' | 'start_at_utc' | 'end_at_utc'>,
  known?: Claims,
): Promise<void> {
  const span = guarded(type, booking.start_at_utc.getTime())
  await sweepExpired(ctx, tx, known ?? (await claimsOf(tx, spansOf(salespersons, span))))
  const wanted = claimsFor(ctx, type, booking, null)
  const accepted = await tx.claim(wanted)
  if (accepted.size < wanted.length) throw new Refused('claims')
  const limits = limitsOf(ctx, type, salespersons, booking.start_at_utc.getTime())
  await tx.limit(limits, ctx.clock.now_ms()).catch(full)
}

function full(error: unknown): never {
  if (refusalOf(error) === 'overlap') throw new Refused('daily_maximum', 'The day is full.')
  throw error
}

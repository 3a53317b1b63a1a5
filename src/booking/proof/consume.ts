import { eq } from 'drizzle-orm'
import type { Db } from '../../db/database.ts'
import { nowOf } from '../../lib/clock.ts'
import type { Means } from '../../lib/means.ts'
import { Problem } from '../../lib/problem.ts'
import type { TokenClaims } from './token.ts'

/** Uses a token of a link up, in the transaction of what it allows. Throws `token_used`. */
export async function consume(
  tx: Db,
  { clock }: Means,
  { jti, booking_id, purpose }: TokenClaims,
): Promise<void> {
  const { token_consumptions } = tx.t
  const [used] = await tx.q
    .insert(token_consumptions)
    .values({ jti, booking_id, purpose, consumed_at_utc: nowOf(clock) })
    .onConflictDoNothing()
    .returning({ jti: token_consumptions.jti })
  if (!used) throw new Problem('token_used', 'This link was used already. Ask for a fresh one.')
}

/**
 * Uses up the links of letters that went to an address which is corrected now: whoever reads them is another, and may
 * not even look at what becomes of the booking.
 */
export async function voidLinks(
  tx: Db,
  { clock }: Means,
  booking_id: string,
  letters: string[],
): Promise<void> {
  const used = { booking_id, purpose: 'verify' as const, consumed_at_utc: nowOf(clock) }
  const rows = letters.map((jti) => ({ jti, ...used }))
  // Those of the address before that one are void already.
  await tx.q.insert(tx.t.token_consumptions).values(rows).onConflictDoNothing()
}

/** True for a token that was used up. */
export async function isConsumed({ q, t }: Db, { jti }: TokenClaims): Promise<boolean> {
  const { token_consumptions: used } = t
  return (await q.select({ jti: used.jti }).from(used).where(eq(used.jti, jti))).length > 0
}

/**
 * Throws `token_used` for the link of a letter that went to an address which was corrected since: whoever reads it
 * there has proven nothing, whatever became of the booking.
 */
export async function checkNotVoid(db: Db, claims: TokenClaims): Promise<void> {
  if (claims.purpose !== 'verify' || !(await isConsumed(db, claims))) return
  throw new Problem('token_used', 'A newer letter was sent, to another address.')
}

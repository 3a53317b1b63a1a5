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

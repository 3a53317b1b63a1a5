import { lt } from 'drizzle-orm'
import type { CronEntry } from '../jobs/cron.ts'
import { MINUTE_MS } from '../scheduling/date.ts'
import type { Context } from './context.ts'
import { forgetKeys } from './hold/idempotency.ts'
import { sweepEntry } from './sweep/sweep.ts'

/** The page of a letter's link is shown a day past its hold, of two hours at most: what was used before can be forgotten. */
const TOKENS_KEPT_MS = 27 * 60 * MINUTE_MS

/** What booking does by the clock: sweep for orphans, forget idempotency keys and used tokens that matter no more. */
export function bookingEntries(ctx: Context): CronEntry[] {
  return [
    sweepEntry(ctx),
    {
      name: 'forget',
      period_ms: 10 * MINUTE_MS,
      fire: async (tx, tick_at_ms) => {
        await forgetKeys(tx, tick_at_ms)
        const { token_consumptions: used } = ctx.db.t
        await tx.q.delete(used).where(lt(used.consumed_at_utc, new Date(tick_at_ms - TOKENS_KEPT_MS)))
      },
    },
  ]
}

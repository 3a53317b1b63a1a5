import { inArray } from 'drizzle-orm'
import { gather } from '../lib/gather.ts'
import type { Context } from './context.ts'

/** How exactly the last notification of a subscription is known. */
const EXACT_MS = 15_000

/** Writes down, in the background and now and then, when a subscription was last heard of. */
export function heardOf(ctx: Context): (subscription_ids: Iterable<string>) => void {
  const written = new Map<string, number>()
  const write = gather<string, void>((ids) => touch(ctx, ids), { most: 500 })
  return (subscription_ids) => {
    const now_ms = ctx.clock.now_ms()
    for (const id of subscription_ids) {
      if (now_ms - (written.get(id) ?? Number.NEGATIVE_INFINITY) < EXACT_MS) continue
      written.set(id, now_ms)
      write(id).catch(() => written.delete(id))
    }
  }
}

async function touch({ db, clock }: Context, ids: string[]): Promise<undefined[]> {
  const { graph_subscriptions: table } = db.t
  await db.q
    .update(table)
    .set({ last_notification_at_utc: new Date(clock.now_ms()) })
    .where(inArray(table.subscription_id, ids))
  return ids.map(() => undefined)
}

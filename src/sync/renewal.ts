import { eq } from 'drizzle-orm'
import { z } from 'zod'
import { enqueue, type NewJob, PRIORITY } from '../jobs/enqueue.ts'
import { type JobKind, type Snooze, snooze } from '../jobs/kind.ts'
import type { Context } from './context.ts'
import { ensureJob } from './ensure.ts'
import { FOR_EVER, neverFinal } from './forEver.ts'
import { renew } from './renew.ts'
import { sceneOf } from './scene.ts'
import type { SubscriptionRow } from './subscriptionRow.ts'
import { unlessThrottled } from './throttled.ts'

const KIND = 'renew_subscription'
const payload = z.object({ id: z.string() })

/** One renewal of a subscription, whether half its life is over or not. */
export function renewJob({ id, tenant_id }: Pick<SubscriptionRow, 'id' | 'tenant_id'>): NewJob {
  return { kind: KIND, tenant_id, key: id, payload: { id }, priority: PRIORITY.soon }
}

/** Renews a subscription, again until it is done; one that is gone is made anew. */
export function renewing(ctx: Context): JobKind<z.infer<typeof payload>> {
  return {
    ...FOR_EVER,
    name: KIND,
    schema: payload,
    perform: ({ id }) => unlessThrottled(() => neverFinal(() => renewById(ctx, id))),
  }
}

async function renewById(ctx: Context, id: string): Promise<Snooze | undefined> {
  const { graph_subscriptions: table } = ctx.db.t
  const [row] = await ctx.db.q.select().from(table).where(eq(table.id, id))
  if (!row?.subscription_id || row.status === 'retired') return undefined
  const scene = await sceneOf(ctx, row)
  if (!scene) return undefined
  const renewal = await renew(ctx, row, scene.mailbox.m365_tenant_id)
  if (typeof renewal === 'object') return snooze(renewal.wait_ms)
  if (renewal === 'gone') {
    await enqueue(ctx.db, ctx.clock, 'outbox_jobs', [ensureJob(row, PRIORITY.soon)])
  }
  return undefined
}

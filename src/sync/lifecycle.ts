import { and, eq, ne } from 'drizzle-orm'
import { enqueue, PRIORITY } from '../jobs/enqueue.ts'
import type { JobKind } from '../jobs/kind.ts'
import type { Context } from './context.ts'
import { ensureJob } from './ensure.ts'
import { LIFECYCLE, LifecyclePayload } from './payload.ts'
import { renewJob } from './renewal.ts'
import { resyncJob } from './resync.ts'
import { auditSubscription } from './subscriptionAudit.ts'
import { changeRow, type SubscriptionRow } from './subscriptionRow.ts'

/** Does what Graph's news of a subscription ask for: renew it, make a new one, or look at everything again. */
export function lifecycle(ctx: Context): JobKind<LifecyclePayload> {
  return {
    name: LIFECYCLE,
    queue: 'webhook_jobs',
    schema: LifecyclePayload,
    deadline_ms: 15_000,
    backoff: { base_ms: 1000, cap_ms: 300_000 },
    perform: async (payload) => {
      await REACTIONS[payload.lifecycle_event](ctx, payload)
      ctx.metrics.count('holdfast_reconciliations_total', { decision: payload.lifecycle_event })
    },
  }
}

type Reaction = (ctx: Context, payload: LifecyclePayload) => Promise<void>

const REACTIONS: Record<LifecyclePayload['lifecycle_event'], Reaction> = {
  reauthorizationRequired: async (ctx, payload) => {
    const row = await living(ctx, payload)
    if (row) await enqueue(ctx.db, ctx.clock, 'outbox_jobs', [renewJob(row)])
  },
  subscriptionRemoved: async (ctx, payload) => {
    const row = await living(ctx, payload)
    if (!row) return
    await ctx.db.transaction(async (tx) => {
      await changeRow(tx, ctx, row.id, { status: 'missing', subscription_id: null })
      await auditSubscription(tx, ctx, row, 'gone', { subscription_id: payload.subscription_id })
      await enqueue(tx, ctx.clock, 'outbox_jobs', [ensureJob(row, PRIORITY.soon)])
    })
  },
  missed: (ctx, payload) => enqueue(ctx.db, ctx.clock, 'webhook_jobs', [resyncJob(payload)]),
}

async function living(
  { db }: Context,
  { subscription_id }: LifecyclePayload,
): Promise<SubscriptionRow | undefined> {
  const { graph_subscriptions: table } = db.t
  const [row] = await db.q
    .select()
    .from(table)
    .where(and(eq(table.subscription_id, subscription_id), ne(table.status, 'retired')))
  return row
}

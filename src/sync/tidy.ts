import { z } from 'zod'
import { enqueue, type NewJob, PRIORITY } from '../jobs/enqueue.ts'
import type { JobKind } from '../jobs/kind.ts'
import type { Subscription } from '../outlook/outlook.ts'
import type { Context } from './context.ts'
import { ensureJob } from './ensure.ts'
import { tellOfRefusal } from './refusing.ts'
import { endStray } from './stray.ts'
import { isOurs, isSameResource } from './subscribe.ts'
import { auditingFailures, auditSubscription } from './subscriptionAudit.ts'
import { changeRow, everyRow, isLiving, type SubscriptionRow } from './subscriptionRow.ts'

const KIND = 'tidy_subscriptions'
const payload = z.object({ tenant_id: z.string() })
/** Longer than making one takes: until then what Graph has and we do not know may be on its way into our table. */
const MAKING_MS = 2 * 60_000

/** Compares what Graph has of a tenant with what we know. */
export function tidyJob(tenant_id: string): NewJob {
  return { kind: KIND, tenant_id, key: tenant_id, payload: { tenant_id }, priority: PRIORITY.later }
}

/** Finds by listing what went unnoticed: a subscription that is gone is made anew, a stray is ended. */
export function tidying(ctx: Context): JobKind<z.infer<typeof payload>> {
  return {
    name: KIND,
    queue: 'outbox_jobs',
    schema: payload,
    concurrency: 2,
    deadline_ms: 120_000,
    // The next hour brings the next one.
    max_attempts: 5,
    backoff: { base_ms: 10_000, cap_ms: 300_000 },
    perform: async ({ tenant_id }) => {
      const config = (await ctx.catalogue.byId(ctx.db, [tenant_id])).get(tenant_id)
      if (config) await tidy(ctx, tenant_id, config.tenant.m365_tenant_id ?? tenant_id)
    },
    onDead: (tx, whose, { error }) => tellOfRefusal(tx, ctx, whose, error),
  }
}

/** Tidies the subscriptions of one tenant now. */
export async function tidy(ctx: Context, tenant_id: string, m365_tenant_id: string): Promise<void> {
  const before = (await everyRow(ctx.db)).filter((row) => row.tenant_id === tenant_id)
  const listing = () => ctx.outlook.listSubscriptions(m365_tenant_id)
  const all = await auditingFailures(ctx, { tenant_id }, 'list', listing)
  const listed = all.filter((one) => isOurs(ctx, one))
  const there = new Set(listed.map(({ subscription_id }) => subscription_id))
  const now_ms = ctx.clock.now_ms()
  for (const row of before)
    if (isLiving(row, now_ms) && !there.has(row.subscription_id!)) await miss(ctx, row)
  // Read once more, as of one moment: what is made or being made by now is no stray, of this tenant or of another.
  const after = await everyRow(ctx.db)
  for (const one of listed) {
    if (after.some((row) => isOf(row, one) || isBeingMade(row, one, now_ms))) continue
    await endStray(ctx, { tenant_id }, m365_tenant_id, one)
  }
}

async function miss(ctx: Context, row: SubscriptionRow): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    await changeRow(tx, ctx, row.id, { status: 'missing', subscription_id: null })
    await auditSubscription(tx, ctx, row, 'gone', { subscription_id: row.subscription_id })
    await enqueue(tx, ctx.clock, 'outbox_jobs', [ensureJob(row)])
  })
}

function isOf(row: SubscriptionRow, { subscription_id }: Subscription): boolean {
  return row.subscription_id === subscription_id
}

function isBeingMade(row: SubscriptionRow, { resource }: Subscription, now_ms: number): boolean {
  return (
    row.subscription_id === null &&
    isSameResource(row.resource, resource) &&
    now_ms - row.updated_at_utc.getTime() < MAKING_MS
  )
}

import { and, eq, isNull, lte, or } from 'drizzle-orm'
import type { Context } from './context.ts'
import { grantOf, LONGEST_MS } from './subscribe.ts'
import { auditSubscription, tellingFailures } from './subscriptionAudit.ts'
import { changeRow, type SubscriptionRow } from './subscriptionRow.ts'

/** Graph wants no two renewals of one subscription within this time (change notifications, lifecycle events). */
const PAUSE_MS = 10 * 60_000

/** What became of a renewal: done, not needed so soon after the last one, impossible so soon after a failed one, or the subscription is gone. */
export type Renewal = 'renewed' | 'fresh' | 'gone' | { wait_ms: number }

/** Prolongs a subscription that is at Graph, at most once in 10 minutes. Failures are written down and thrown. */
export async function renew(ctx: Context, row: SubscriptionRow, m365_tenant_id: string): Promise<Renewal> {
  const { outlook, clock, db } = ctx
  const wait_ms = (row.renewed_at_utc?.getTime() ?? 0) + PAUSE_MS - clock.now_ms()
  if (wait_ms > 0) return row.status === 'active' ? 'fresh' : { wait_ms }
  if (!(await begin(ctx, row))) return 'fresh'
  const granted = await tellingFailures(ctx, row, 'renew', () =>
    outlook.renew(m365_tenant_id, row.subscription_id!, clock.now_ms() + LONGEST_MS),
  )
  return db.transaction(async (tx) => {
    const { subscription_id } = row
    if (!granted) {
      await changeRow(tx, ctx, row.id, { status: 'missing', subscription_id: null })
      await auditSubscription(tx, ctx, row, 'gone', { subscription_id })
      return 'gone'
    }
    const now_ms = clock.now_ms()
    await changeRow(tx, ctx, row.id, { ...grantOf(granted, now_ms), status: 'active', last_error: null })
    await auditSubscription(tx, ctx, row, 'renewed', { subscription_id })
    return 'renewed'
  })
}

/** Written down before Graph is asked: who cannot know whether it was renewed waits as well. */
async function begin({ db, clock }: Context, { id, subscription_id }: SubscriptionRow): Promise<boolean> {
  const { graph_subscriptions: table } = db.t
  const now = new Date(clock.now_ms())
  const begun = await db.q
    .update(table)
    .set({ renewed_at_utc: now })
    .where(
      and(
        eq(table.id, id),
        eq(table.subscription_id, subscription_id!),
        or(isNull(table.renewed_at_utc), lte(table.renewed_at_utc, new Date(now.getTime() - PAUSE_MS))),
      ),
    )
    .returning({ id: table.id })
  return begun.length > 0
}

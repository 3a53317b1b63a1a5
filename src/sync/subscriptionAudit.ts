import type { Db } from '../db/database.ts'
import { describe, line } from '../jobs/describe.ts'
import { audit } from '../tenants/audit.ts'
import type { Context } from './context.ts'
import { changeRow, type SubscriptionRow } from './subscriptionRow.ts'

type Happening = 'created' | 'renewed' | 'gone' | 'retired' | 'stray_removed' | 'failed'

/** Writes down what happened to the subscription of a salesperson. */
export async function auditSubscription(
  tx: Db,
  ctx: Context,
  { tenant_id, salesperson_id }: Pick<SubscriptionRow, 'tenant_id' | 'salesperson_id'>,
  happening: Happening,
  detail: Record<string, unknown> = {},
): Promise<void> {
  await audit(tx, ctx, {
    tenant_id,
    actor: 'system',
    source: 'system',
    action: `graph_subscription.${happening}`,
    subject: `salesperson:${salesperson_id}`,
    detail,
  })
}

/** Does `work` on a subscription; a failure is kept in its row and in the audit, and thrown on. */
export async function tellingFailures<T>(
  ctx: Context,
  row: SubscriptionRow,
  attempt: string,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work()
  } catch (error) {
    const last_error = line(describe(error))
    await ctx.db.transaction(async (tx) => {
      await changeRow(tx, ctx, row.id, { status: 'failing', last_error })
      await auditSubscription(tx, ctx, row, 'failed', { attempt, error: last_error })
    })
    throw error
  }
}

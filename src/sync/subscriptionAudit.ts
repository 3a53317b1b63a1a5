import type { Db } from '../db/database.ts'
import { describe, line } from '../jobs/describe.ts'
import { audit } from '../tenants/audit.ts'
import type { Context } from './context.ts'
import { changeRow, type SubscriptionRow } from './subscriptionRow.ts'

type Happening = 'created' | 'renewed' | 'gone' | 'retired' | 'stray_removed' | 'failed'

/** Whose subscription it is; a stray may be anybody's in the tenant. */
interface Whose {
  tenant_id: string
  salesperson_id?: string
}

/** Writes down what happened to the subscription of a salesperson. */
export async function auditSubscription(
  tx: Db,
  ctx: Context,
  { tenant_id, salesperson_id }: Whose,
  happening: Happening,
  detail: Record<string, unknown> = {},
): Promise<void> {
  await audit(tx, ctx, {
    tenant_id,
    actor: 'system',
    source: 'system',
    action: `graph_subscription.${happening}`,
    subject: salesperson_id === undefined ? `tenant:${tenant_id}` : `salesperson:${salesperson_id}`,
    detail,
  })
}

/** Does `work` on a subscription; a failure is kept in its row and in the audit, and thrown on. */
export function tellingFailures<T>(
  ctx: Context,
  row: SubscriptionRow,
  attempt: string,
  work: () => Promise<T>,
): Promise<T> {
  return noting(work, (error) =>
    ctx.db.transaction(async (tx) => {
      await changeRow(tx, ctx, row.id, { status: 'failing', last_error: error })
      await auditSubscription(tx, ctx, row, 'failed', { attempt, error })
    }),
  )
}

/** Does `work` on what is at Graph and not, or no more, in our table; a failure is written down and thrown on. */
export function auditingFailures<T>(
  ctx: Context,
  whose: Whose,
  attempt: string,
  work: () => Promise<T>,
): Promise<T> {
  return noting(work, (error) => auditSubscription(ctx.db, ctx, whose, 'failed', { attempt, error }))
}

/** Does `work`; a failure is noted as one line before it is thrown on. */
async function noting<T>(work: () => Promise<T>, note: (error: string) => Promise<void>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    await note(line(describe(error)))
    throw error
  }
}

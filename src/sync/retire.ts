import { z } from 'zod'
import type { Db } from '../db/database.ts'
import { enqueue, PRIORITY } from '../jobs/enqueue.ts'
import type { JobKind } from '../jobs/kind.ts'
import type { Context } from './context.ts'
import { auditingFailures, auditSubscription } from './subscriptionAudit.ts'
import { changeRow, type SubscriptionRow } from './subscriptionRow.ts'
import { unlessThrottled } from './throttled.ts'

const KIND = 'end_subscription'
const payload = z.object({ m365_tenant_id: z.string(), subscription_id: z.string() })

/** Retires a subscription: what it still sends counts for nothing, and a job ends it at Graph. */
export async function retire(
  tx: Db,
  ctx: Context,
  row: SubscriptionRow,
  m365_tenant_id: string,
): Promise<void> {
  const { id, tenant_id, subscription_id } = row
  await changeRow(tx, ctx, id, { status: 'retired' })
  await auditSubscription(tx, ctx, row, 'retired', { subscription_id })
  if (subscription_id === null) return
  await enqueue(tx, ctx.clock, 'outbox_jobs', [
    {
      kind: KIND,
      tenant_id,
      key: subscription_id,
      payload: { m365_tenant_id, subscription_id },
      priority: PRIORITY.later,
    },
  ])
}

/** Ends a subscription at Graph; one that is gone is done. What cannot be ended ends by itself within a week. */
export function ending(ctx: Context): JobKind<z.infer<typeof payload>> {
  return {
    name: KIND,
    queue: 'outbox_jobs',
    schema: payload,
    deadline_ms: 30_000,
    max_attempts: 8,
    backoff: { base_ms: 2000, cap_ms: 600_000 },
    perform: ({ m365_tenant_id, subscription_id }, { job }) =>
      unlessThrottled(() =>
        auditingFailures(ctx, job, 'end', () => ctx.outlook.unsubscribe(m365_tenant_id, subscription_id)),
      ),
  }
}

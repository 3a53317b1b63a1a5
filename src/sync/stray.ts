import type { Subscription } from '../outlook/outlook.ts'
import type { Context } from './context.ts'
import { auditingFailures, auditSubscription } from './subscriptionAudit.ts'

/**
 * Ends a subscription that posts to us and that we do not know, and writes it down. It cannot be adopted: its secret
 * was given to Graph alone, and without it nothing that it sends can be believed.
 */
export async function endStray(
  ctx: Context,
  whose: { tenant_id: string; salesperson_id?: string },
  m365_tenant_id: string,
  { subscription_id }: Subscription,
): Promise<void> {
  const ending = () => ctx.outlook.unsubscribe(m365_tenant_id, subscription_id)
  await auditingFailures(ctx, whose, 'end', ending)
  await auditSubscription(ctx.db, ctx, whose, 'stray_removed', { subscription_id })
  ctx.log.warn('stray_subscription_ended', { tenant_id: whose.tenant_id, subscription_id })
}

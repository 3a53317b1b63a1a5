import { Failure } from '../lib/failure.ts'
import { followUp } from '../tenants/followUp.ts'
import type { Context } from './context.ts'
import type { Scene } from './scene.ts'

/**
 * Does `work` on a mailbox. When Graph says that the mailbox is not ours to touch, or is gone, nothing follows for
 * any booking: one follow-up tells, and the answer is `undefined`. Other failures are thrown.
 */
export async function unlessUnreachable<T>(
  ctx: Context,
  { config, salesperson, mailbox }: Scene,
  work: () => Promise<T>,
): Promise<T | undefined> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof Failure) || error.kind !== 'untouchable') throw error
    ctx.log.warn('mailbox_unreachable', { salesperson_id: salesperson.id, code: error.code })
    await followUp(ctx.db, ctx, {
      tenant_id: config.tenant.id,
      kind: 'mailbox_unreachable',
      // One for each mailbox: that a former one is closed must not hide that the one that serves cannot be read.
      key: `mailbox_unreachable:${salesperson.id}:${mailbox.m365_tenant_id}:${mailbox.user}`,
      salesperson_id: salesperson.id,
      detail: {
        salesperson: salesperson.slug,
        mailbox: mailbox.user,
        code: error.code,
        advice: 'Look whether the mailbox exists, and whether Holdfast may read it. No booking was changed.',
      },
    })
    return undefined
  }
}

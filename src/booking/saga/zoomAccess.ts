import { Failure } from '../../lib/failure.ts'
import type { ZoomAccount } from '../../zoom/zoom.ts'
import type { Context } from '../context.ts'
import type { Run } from './saga.ts'
import type { KnownMeeting } from './zoomMeeting.ts'

/** What a person does about a meeting in an account that nothing we have opens. */
export const OUT_OF_REACH_ADVICE =
  'The meeting stands in a Zoom account that was replaced. See to it there by hand, or enter that account again.'

/** What opens Zoom for the tenant now; the same for a whole run, so that an intent names the account it goes to. */
export async function servingAccount(run: Run): Promise<ZoomAccount> {
  run.zoom_account ??= await run.ctx.zoomAccounts.of(run.config.tenant.id)
  return run.zoom_account
}

/** What opens the account that a meeting of this run stands in; `undefined` when nothing does. */
export async function accountOf(run: Run, known: KnownMeeting): Promise<ZoomAccount | undefined> {
  const serving = await servingAccount(run)
  const { account_id } = known
  if (account_id === null || account_id === serving.account_id) return serving
  return run.ctx.zoomAccounts.within(run.config.tenant.id, account_id)
}

/** What opens the account that a tenant's meeting stands in; `undefined` when nothing does. */
export function accountWith(
  { zoomAccounts }: Pick<Context, 'zoomAccounts'>,
  tenant_id: string,
  { account_id }: Pick<KnownMeeting, 'account_id'>,
): Promise<ZoomAccount | undefined> {
  return account_id === null ? zoomAccounts.of(tenant_id) : zoomAccounts.within(tenant_id, account_id)
}

/** That a meeting cannot be reached: Zoom would call it gone, and it is not. */
export function outOfReach(): Failure {
  return new Failure('permanent', 'zoom_account_replaced', OUT_OF_REACH_ADVICE)
}

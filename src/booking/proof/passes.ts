import { DAY_MS } from '../../scheduling/date.ts'
import type { Context } from '../context.ts'
import type { Purpose } from './token.ts'
import type { Visit } from './visit.ts'

/** Fresh tokens for a page; `cancel` and `reschedule` only while the customer may still do that. */
export interface Passes {
  show: string
  cancel?: string
  reschedule?: string
}

/** Signs what leads on from the page of somebody who has proven the address. */
export async function passes(ctx: Context, { config, booking, open }: Visit): Promise<Passes> {
  const sign = (purpose: Purpose) => pass(ctx, config.tenant.id, booking.booking_id, purpose)
  return {
    show: await sign('show'),
    ...(open.cancel && { cancel: await sign('cancel') }),
    ...(open.reschedule && { reschedule: await sign('reschedule') }),
  }
}

/** Signs one token for a page; it lives a day. */
export async function pass(
  { tokens, clock }: Context,
  tenant_id: string,
  booking_id: string,
  purpose: Purpose,
): Promise<string> {
  const expires_at_ms = clock.now_ms() + DAY_MS
  return (await tokens.sign({ tenant_id, booking_id, purpose, expires_at_ms })).token
}

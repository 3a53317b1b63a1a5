import type { Db } from '../db/database.ts'
import { type ErrorText, line } from '../jobs/describe.ts'
import { followUp } from '../tenants/followUp.ts'
import type { Context } from './context.ts'

const ADVICE =
  'Outlook did not answer to us for a while, or refuses us. No booking was changed; what happened there meanwhile is found by the sweep within minutes of its answering again, and no job need be retried. holdfast doctor says whether it answers now.'

/** Asks a person to see to a tenant's Outlook, once while nobody has, however much could not be read there. */
export async function tellOfRefusal(
  tx: Db,
  ctx: Context,
  { tenant_id }: { tenant_id: string },
  error: ErrorText,
): Promise<void> {
  await followUp(tx, ctx, {
    tenant_id,
    kind: 'outlook_refuses',
    key: 'outlook_refuses',
    detail: { error: line(error), advice: ADVICE },
  })
}

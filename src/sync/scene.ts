import { mailboxOf } from '../booking/slots/busy.ts'
import type { Mailbox } from '../outlook/outlook.ts'
import type { Salesperson, TenantConfig } from '../tenants/tenantConfig.ts'
import type { Context } from './context.ts'

/** A salesperson, whose events are looked at, and all that goes with it. */
export interface Scene {
  config: TenantConfig
  salesperson: Salesperson
  mailbox: Mailbox
}

/** The scene of this salesperson, active or not, or `undefined` when there is no such one any more. */
export async function sceneOf(
  { catalogue, db }: Context,
  { tenant_id, salesperson_id }: { tenant_id: string; salesperson_id: string },
): Promise<Scene | undefined> {
  const config = (await catalogue.byId(db, [tenant_id])).get(tenant_id)
  const salesperson = config?.salespersons.get(salesperson_id)
  return config && salesperson && { config, salesperson, mailbox: mailboxOf(config, salesperson) }
}

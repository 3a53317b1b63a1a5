import { mailboxOf } from '../booking/slots/busy.ts'
import { gather } from '../lib/gather.ts'
import type { Mailbox } from '../outlook/outlook.ts'
import type { Salesperson, TenantConfig } from '../tenants/tenantConfig.ts'
import type { Context } from './context.ts'

/** A salesperson, whose events are looked at, and all that goes with it. */
export interface Scene {
  config: TenantConfig
  salesperson: Salesperson
  /** In which the events are: the one the salesperson has, or a former one. */
  mailbox: Mailbox
}

/** Scenes as `sceneOf` answers them; tenants that are asked for at one time by one query. */
export function scenes(ctx: Context): (whose: Whose) => Promise<Scene | undefined> {
  const configOf = gather(
    async (ids: string[]) => {
      const configs = await ctx.catalogue.byId(ctx.db, ids)
      return ids.map((id) => configs.get(id))
    },
    { most: MOST_TOGETHER, lanes: 2 },
  )
  return async (whose) => sceneIn(await configOf(whose.tenant_id), whose)
}

const MOST_TOGETHER = 64

interface Whose {
  tenant_id: string
  salesperson_id: string
}

/** The scene of this salesperson, active or not, or `undefined` when there is no such one any more. */
export async function sceneOf({ catalogue, db }: Context, whose: Whose): Promise<Scene | undefined> {
  return sceneIn((await catalogue.byId(db, [whose.tenant_id])).get(whose.tenant_id), whose)
}

function sceneIn(config: TenantConfig | undefined, { salesperson_id }: Whose): Scene | undefined {
  const salesperson = config?.salespersons.get(salesperson_id)
  return config && salesperson && { config, salesperson, mailbox: mailboxOf(config, salesperson) }
}

import { asc, eq } from 'drizzle-orm'
import { Problem } from '../lib/problem.ts'
import type { Office } from './office.ts'
import type { Salesperson, TenantConfig } from './tenantConfig.ts'

/** More tenants than this that call somebody the same are not asked about. */
const MOST = 100

/** A salesperson and whose they are. */
export interface Namesake {
  config: TenantConfig
  salesperson: Salesperson
}

/** Whoever has this slug in any tenant, the oldest tenant first; throws `salesperson_not_found` when nobody has. */
export async function namesakes({ catalogue, db }: Office, slug: string): Promise<Namesake[]> {
  const { salespersons } = db.t
  const rows = await db.q
    .select({ tenant_id: salespersons.tenant_id })
    .from(salespersons)
    .where(eq(salespersons.slug, slug))
    .orderBy(asc(salespersons.tenant_id))
    .limit(MOST)
  const ids = rows.map(({ tenant_id }) => tenant_id)
  const configs = await catalogue.byId(db, ids)
  const all = ids.flatMap((id) => namesakeIn(configs.get(id), slug))
  if (all.length > 0) return all
  throw new Problem('salesperson_not_found', `There is no salesperson "${slug.slice(0, 60)}" here`)
}

function namesakeIn(config: TenantConfig | undefined, slug: string): Namesake[] {
  const all = [...(config?.salespersons.values() ?? [])]
  return all.filter((one) => one.slug === slug).map((salesperson) => ({ config: config!, salesperson }))
}

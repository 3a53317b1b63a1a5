import { eq, inArray, sql } from 'drizzle-orm'
import type { Db } from '../db/database.ts'
import { loadConfigs } from './load.ts'
import type { TenantConfig } from './tenantConfig.ts'

/** Configurations of tenants, never older than the database's when asked. */
export interface Catalogue {
  /** The configurations of these slugs, by slug; slugs that no tenant has are absent. One query when nothing changed. */
  bySlug(db: Db, slugs: readonly string[]): Promise<Map<string, TenantConfig>>
  /** The configurations of these tenant ids, by id; ids that no tenant has are absent. One query when nothing changed. */
  byId(db: Db, ids: readonly string[]): Promise<Map<string, TenantConfig>>
  /** The configuration of this slug as it was when last read, without asking: the caller finds out whether it still is. */
  kept(slug: string): TenantConfig | undefined
}

/** Past this many tenants the one that was loaded first makes room. */
const MOST_KEPT = 2000

/** A catalogue that keeps what it has read and reads anew only what `config_revision` says has changed. */
export function catalogue(): Catalogue {
  const kept: Kept = { byId: new Map(), bySlug: new Map() }
  return {
    kept: (slug) => kept.bySlug.get(slug),
    bySlug: async (db, slugs) => {
      const configs = await current(db, kept, await revisions(db, 'slug', slugs))
      return new Map(configs.map((config) => [config.tenant.slug, config]))
    },
    byId: async (db, ids) => {
      const configs = await current(db, kept, await revisions(db, 'id', ids))
      return new Map(configs.map((config) => [config.tenant.id, config]))
    },
  }
}

interface Kept {
  byId: Map<string, TenantConfig>
  bySlug: Map<string, TenantConfig>
}

interface Revision {
  id: string
  config_revision: number
}

async function revisions(db: Db, by: 'id' | 'slug', values: readonly string[]): Promise<Revision[]> {
  const [only, ...more] = new Set(values)
  if (only === undefined) return []
  if (more.length === 0) return revisionOf(db, by).execute({ value: only })
  const { tenants } = db.t
  return db.q
    .select({ id: tenants.id, config_revision: tenants.config_revision })
    .from(tenants)
    .where(inArray(tenants[by], [only, ...more]))
}

/** Nearly every request asks this of one tenant; written out anew each time it would cost four times as much. */
function revisionOf(db: Db, by: 'id' | 'slug'): Prepared {
  const known = prepared[by].get(db)
  if (known) return known
  const { tenants } = db.t
  const made = db.q
    .select({ id: tenants.id, config_revision: tenants.config_revision })
    .from(tenants)
    .where(eq(tenants[by], sql.placeholder('value')))
    .prepare(`tenant_revision_by_${by}`)
  prepared[by].set(db, made)
  return made
}

interface Prepared {
  execute(values: { value: string }): Promise<Revision[]>
}

const prepared = { id: new WeakMap<Db, Prepared>(), slug: new WeakMap<Db, Prepared>() }

/** What is kept where the revision still holds, else what the database has now. */
async function current(db: Db, kept: Kept, found: Revision[]): Promise<TenantConfig[]> {
  const holds = ({ id, config_revision }: Revision) =>
    kept.byId.get(id)?.tenant.config_revision === config_revision
  const changed = found.filter((revision) => !holds(revision)).map(({ id }) => id)
  if (changed.length === 0) return found.map(({ id }) => kept.byId.get(id)!)
  const loaded = new Map((await loadConfigs(db, changed)).map((config) => [config.tenant.id, config]))
  const configs = found.flatMap(({ id }) => loaded.get(id) ?? kept.byId.get(id) ?? [])
  for (const config of loaded.values()) keep(kept, config)
  return configs
}

function keep({ byId, bySlug }: Kept, config: TenantConfig) {
  const { id, slug } = config.tenant
  byId.delete(id)
  byId.set(id, config)
  bySlug.set(slug, config)
  if (byId.size <= MOST_KEPT) return
  const { tenant } = byId.values().next().value!
  byId.delete(tenant.id)
  bySlug.delete(tenant.slug)
}

import { eq, sum } from 'drizzle-orm'
import type { Database } from '../db/database.ts'

/** Answers whether pages of this origin may call the public API: of this tenant, or, where none is named, of any. */
export type OriginCheck = (origin: string, tenant?: string) => Promise<boolean>

interface Known {
  /** What the configurations stood at before they were read. */
  revisions: string | null
  /** The tenants that let an origin in. */
  origins: Promise<Map<string, Set<string>>>
}

/**
 * Reads `allowed_origins` of every active tenant, and again as soon as a configuration has changed: who has let a site
 * in sees it work at once, and who has shut one out need not wait.
 */
export function originCheck(db: Database): OriginCheck {
  let known: Known | undefined
  return async (origin, tenant) => {
    const revisions = await revisionsOf(db)
    if (known?.revisions !== revisions) known = { revisions, origins: readOrigins(db) }
    const read = known
    try {
      const tenants = (await read.origins).get(origin)
      return tenants !== undefined && (tenant === undefined || tenants.has(tenant))
    } catch (error) {
      // What could not be read is not remembered.
      if (known === read) known = undefined
      throw error
    }
  }
}

/** Another whenever a tenant has come or changed: no revision ever falls, and no tenant goes. */
async function revisionsOf({ q, t }: Database): Promise<string | null> {
  const [row] = await q.select({ revisions: sum(t.tenants.config_revision) }).from(t.tenants)
  return row?.revisions ?? null
}

async function readOrigins(db: Database): Promise<Map<string, Set<string>>> {
  const { tenants } = db.t
  const rows = await db.q
    .select({ slug: tenants.slug, branding: tenants.branding })
    .from(tenants)
    .where(eq(tenants.active, true))
  const known = new Map<string, Set<string>>()
  for (const { slug, branding } of rows)
    for (const origin of branding.allowed_origins ?? [])
      known.set(written(origin), (known.get(written(origin)) ?? new Set()).add(slug))
  return known
}

/** As a browser writes it: in small letters, and without the port that goes without saying. */
function written(origin: string): string {
  return URL.parse(origin)?.origin ?? origin
}

import { eq } from 'drizzle-orm'
import type { Database } from '../db/database.ts'
import type { Clock } from '../lib/clock.ts'

/** Answers whether pages of this origin may call the public API: of this tenant, or, where none is named, of any. */
export type OriginCheck = (origin: string, tenant?: string) => Promise<boolean>

/** How long an answer may be older than the configuration. */
const REMEMBERED_MS = 10_000

/** Reads `allowed_origins` of every active tenant, at most once in ten seconds, and only while somebody asks. */
export function originCheck(db: Database, clock: Clock): OriginCheck {
  let read_at_ms = Number.NEGATIVE_INFINITY
  let known: Promise<Map<string, Set<string>>> | undefined
  return async (origin, tenant) => {
    if (known === undefined || Math.abs(clock.now_ms() - read_at_ms) > REMEMBERED_MS) {
      read_at_ms = clock.now_ms()
      known = readOrigins(db)
      // What could not be read is not remembered.
      known.catch(() => {
        known = undefined
      })
    }
    const tenants = (await known).get(origin)
    return tenants !== undefined && (tenant === undefined || tenants.has(tenant))
  }
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

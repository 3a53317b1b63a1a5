import { and, desc, eq, isNotNull, isNull, sql } from 'drizzle-orm'
import type { Db } from '../db/database.ts'
import type { Tables } from '../db/schema.ts'
import { nowOf } from '../lib/clock.ts'
import type { Means } from '../lib/means.ts'
import { Problem } from '../lib/problem.ts'
import { fingerprint } from '../lib/secret.ts'
import { type Actor, actedBy } from './actor.ts'
import { audit } from './audit.ts'

/** A tenant's own admin key as it may be shown: without the key and without its hash. */
export type TenantKey = Omit<Tables['tenant_keys']['$inferSelect'], 'key_hash'>

/** So that a scanner of repositories, and a person, can tell what the string is. */
const PREFIX = 'hfk_'

/** A tenant has at most this many keys that are not revoked. */
const MOST_KEYS = 100

/** Makes a key that reaches this tenant alone. `key` is in this answer and nowhere else; only its hash is kept. */
export async function makeKey(
  tx: Db,
  means: Means,
  { tenant_id, name, actor }: { tenant_id: string; name: string; actor: Actor },
): Promise<TenantKey & { key: string }> {
  await inLine(tx, tenant_id)
  const alive = and(eq(tx.t.tenant_keys.tenant_id, tenant_id), isNull(tx.t.tenant_keys.revoked_at_utc))
  if ((await tx.q.$count(tx.t.tenant_keys, alive)) >= MOST_KEYS)
    throw new Problem('conflict', `A tenant has at most ${MOST_KEYS} keys: revoke one first`)
  const key = PREFIX + means.entropy.secret(32)
  const row = { id: means.entropy.id(), tenant_id, name, created_at_utc: nowOf(means.clock) }
  await tx.q.insert(tx.t.tenant_keys).values({ ...row, key_hash: fingerprint(key) })
  await audit(tx, means, {
    ...actedBy(actor, tenant_id),
    action: 'key.made',
    subject: `key:${row.id}`,
    detail: { name },
  })
  return { ...row, revoked_at_utc: null, key }
}

/** Of those who make keys of one tenant at one time each counts what the one before has made. */
async function inLine({ q, t: { tenants } }: Db, tenant_id: string): Promise<void> {
  await q
    .update(tenants)
    .set({ slug: sql`${tenants.slug}` })
    .where(eq(tenants.id, tenant_id))
}

/** A tenant's keys, those in use first, then the newest; at most a hundred. */
export async function listKeys({ q, t }: Db, tenant_id: string): Promise<TenantKey[]> {
  const { id, name, created_at_utc, revoked_at_utc } = t.tenant_keys
  const rows = await q
    .select({ id, name, created_at_utc, revoked_at_utc })
    .from(t.tenant_keys)
    .where(eq(t.tenant_keys.tenant_id, tenant_id))
    .orderBy(isNotNull(revoked_at_utc), desc(id))
    .limit(MOST_KEYS)
  return rows.map((row) => ({ ...row, tenant_id }))
}

/** Ends a key at once; one that is revoked already stays as it is. Throws `not_found`. */
export async function revokeKey(
  tx: Db,
  means: Means,
  { tenant_id, id, actor }: { tenant_id: string; id: string; actor: Actor },
): Promise<void> {
  const { tenant_keys } = tx.t
  const ours = and(eq(tenant_keys.tenant_id, tenant_id), eq(tenant_keys.id, id))
  const revoked = await tx.q
    .update(tenant_keys)
    .set({ revoked_at_utc: nowOf(means.clock) })
    .where(and(ours, isNull(tenant_keys.revoked_at_utc)))
    .returning({ name: tenant_keys.name })
  if (revoked.length === 0) {
    const known = await tx.q.select({ id: tenant_keys.id }).from(tenant_keys).where(ours)
    if (known.length === 0) throw new Problem('not_found', 'There is no such key')
    return
  }
  await audit(tx, means, {
    ...actedBy(actor, tenant_id),
    action: 'key.revoked',
    subject: `key:${id}`,
    detail: { name: revoked[0]!.name },
  })
}

/**
 * Whom a key that is not revoked belongs to. It is looked up by its hash, so the time this takes tells nothing
 * of any key that exists.
 */
export async function keyHolder(
  db: Db,
  key: string,
): Promise<{ tenant_id: string; name: string } | undefined> {
  if (!key.startsWith(PREFIX)) return undefined
  const { tenant_keys } = db.t
  const [holder] = await db.q
    .select({ tenant_id: tenant_keys.tenant_id, name: tenant_keys.name })
    .from(tenant_keys)
    .where(and(eq(tenant_keys.key_hash, fingerprint(key)), isNull(tenant_keys.revoked_at_utc)))
  return holder
}

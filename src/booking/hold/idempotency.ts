import { inArray, lt } from 'drizzle-orm'
import type { Db, Inserts } from '../../db/database.ts'
import type { KeptReply } from '../../db/standing.ts'
import { nowOf } from '../../lib/clock.ts'
import type { Means } from '../../lib/means.ts'
import { padded } from '../../lib/padded.ts'
import { Problem } from '../../lib/problem.ts'
import { fingerprint } from '../../lib/secret.ts'

/** One use of an idempotency key: it belongs to a tenant and a route, and to the body it came with. */
export interface KeyUse {
  tenant_id: string
  route: 'holds' | 'reschedule'
  key: string
  body_hash: string
}

export interface StoredReply {
  status: number
  reply: unknown
}

/** What identifies a body: equal bodies, whatever the order of their fields, give equal hashes. */
export function hashBody(body: unknown): string {
  return fingerprint(JSON.stringify(sortedKeys(body)))
}

function sortedKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortedKeys)
  if (value === null || typeof value !== 'object') return value
  const entries = Object.entries(value).filter(([, it]) => it !== undefined)
  return Object.fromEntries(
    entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, it]) => [key, sortedKeys(it)]),
  )
}

/** The stored replies of these uses, in their order; an entry is a `Problem` where the key came with another body. */
export async function replaysOf(db: Db, uses: KeyUse[]): Promise<(StoredReply | Problem | undefined)[]> {
  const { idempotency_keys: table } = db.t
  const rows = await db.q
    .select()
    .from(table)
    .where(inArray(table.key, padded(uses.map((use) => use.key))))
  return replaysAmong(rows, uses)
}

/** The same of replies that were read before. */
export function replaysAmong(rows: KeptReply[], uses: KeyUse[]): (StoredReply | Problem | undefined)[] {
  const kept = new Map(rows.map((row) => [scopeOf(row), row]))
  return uses.map((use) => {
    const row = kept.size > 0 && kept.get(scopeOf(use))
    if (!row) return undefined
    if (row.body_hash !== use.body_hash) return reused()
    return { status: row.status, reply: row.reply }
  })
}

/** Stores replies in the transaction of what they tell of; a key that another process used meanwhile ends it. */
export async function remember(tx: Inserts, means: Means, uses: (KeyUse & StoredReply)[]): Promise<void> {
  const created_at_utc = nowOf(means.clock)
  await tx.insertAll(
    tx.t.idempotency_keys,
    uses.map(({ tenant_id, route, key, body_hash, status, reply }) => ({
      key,
      tenant_id,
      route,
      body_hash,
      status,
      reply,
      created_at_utc,
    })),
  )
}

const KEPT_MS = 24 * 3_600_000

/** Forgets keys older than 24 hours. */
export async function forgetKeys(db: Db, now_ms: number): Promise<void> {
  const { idempotency_keys: table } = db.t
  await db.q.delete(table).where(lt(table.created_at_utc, new Date(now_ms - KEPT_MS)))
}

/** Refuses a key that is being used right now in this process. */
export function oneAtATime() {
  const running = new Map<string, string>()
  return async <T>(use: KeyUse, work: () => Promise<T>): Promise<T> => {
    const scope = scopeOf(use)
    const other = running.get(scope)
    if (other !== undefined && other !== use.body_hash) throw reused()
    if (other !== undefined)
      throw new Problem('idempotency_in_progress', 'Wait for the first request with this key to end')
    running.set(scope, use.body_hash)
    try {
      return await work()
    } finally {
      running.delete(scope)
    }
  }
}

function scopeOf({ tenant_id, route, key }: { tenant_id: string; route: string; key: string }): string {
  return `${tenant_id} ${route} ${key}`
}

function reused(): Problem {
  return new Problem('idempotency_key_reused', 'Use a new key for a new request')
}

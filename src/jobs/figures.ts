import { sql } from 'drizzle-orm'
import type { Db } from '../db/database.ts'
import type { QueueName } from '../db/queue.ts'
import { is } from './status.ts'

export interface KindFigures {
  kind: string
  pending: number
  running: number
  dead: number
  /** When the earliest pending job is or was due. */
  oldest_at_ms: number | null
}

/** How many jobs of each kind wait, run and are dead. Three counts over indexes that hold only those rows. */
export async function figures(db: Db, queue: QueueName): Promise<KindFigures[]> {
  const kinds = new Map<string, KindFigures>()
  const of = (kind: string) => {
    const known = kinds.get(kind)
    if (known) return known
    const none: KindFigures = { kind, pending: 0, running: 0, dead: 0, oldest_at_ms: null }
    kinds.set(kind, none)
    return none
  }
  for (const status of ['pending', 'running', 'dead'] as const) {
    for (const row of await count(db, queue, status)) {
      const kind = of(row.kind)
      kind[status] = row.count
      if (status === 'pending') kind.oldest_at_ms = row.oldest?.getTime() ?? null
    }
  }
  return [...kinds.values()]
}

function count(db: Db, queue: QueueName, status: 'pending' | 'running' | 'dead') {
  const table = db.t[queue]
  return db.q
    .select({
      kind: table.kind,
      count: sql`count(*)`.mapWith(Number),
      oldest: sql<Date | null>`min(${table.run_at_utc})`.mapWith(table.run_at_utc),
    })
    .from(table)
    .where(is[status])
    .groupBy(table.kind)
}

/** How long the oldest job that is due has waited, in milliseconds; 0 when none is due. */
export function oldestDueAge_ms(all: KindFigures[], now_ms: number): number {
  const oldest_ms = Math.min(...all.map((kind) => kind.oldest_at_ms ?? Number.POSITIVE_INFINITY))
  return Math.max(0, Number.isFinite(oldest_ms) ? now_ms - oldest_ms : 0)
}

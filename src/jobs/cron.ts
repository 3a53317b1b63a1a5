import { gt, lt, or } from 'drizzle-orm'
import type { Database, Db } from '../db/database.ts'
import type { Clock } from '../lib/clock.ts'

/** Something to be done at every full `period_ms` since the epoch, shifted by `offset_ms`. */
export interface CronEntry {
  name: string
  period_ms: number
  offset_ms?: number
  /** Writes down what is to be done, in the transaction that records the tick. Awaits nothing but `tx`. */
  fire(tx: Db, tick_at_ms: number): Promise<void>
}

/**
 * Answers the function to call every second or so, in every process: each entry fires once a tick, however many
 * processes there are, and what it writes commits with the tick or not at all. Ticks missed while nothing ran are not
 * made up for one by one: the latest fires. A clock that is set back fires nothing twice, one that was far ahead is
 * forgotten. Answers the names of the entries that this call fired; throws what the first of those that failed threw,
 * after all have had their turn.
 */
export function cron(db: Database, clock: Clock, entries: CronEntry[]): () => Promise<string[]> {
  const seen = new Map<string, number>()
  return async () => {
    const fired: string[] = []
    const failures: unknown[] = []
    for (const entry of entries) {
      const tick_ms = tickOf(entry, clock.now_ms())
      if (seen.get(entry.name) === tick_ms) continue
      try {
        if (await fireOnce(db, entry, tick_ms)) fired.push(entry.name)
        seen.set(entry.name, tick_ms)
      } catch (error) {
        failures.push(error)
      }
    }
    if (failures.length > 0) throw failures[0]
    return fired
  }
}

function tickOf({ period_ms, offset_ms = 0 }: CronEntry, now_ms: number): number {
  return Math.floor((now_ms - offset_ms) / period_ms) * period_ms + offset_ms
}

/** A tick that lies further ahead than this was recorded by a clock that was wrong; it is not waited for. */
const NEVER_AHEAD_MS = 3_600_000

/** Compare and set: whoever moves the tick fires. */
function fireOnce(db: Database, entry: CronEntry, tick_ms: number): Promise<boolean> {
  const { cron_ticks } = db.t
  const ticked_at_utc = new Date(tick_ms)
  const wrong = new Date(tick_ms + entry.period_ms + NEVER_AHEAD_MS)
  return db.transaction(async (tx) => {
    const moved = await tx.q
      .insert(cron_ticks)
      .values({ name: entry.name, ticked_at_utc })
      .onConflictDoUpdate({
        target: cron_ticks.name,
        set: { ticked_at_utc },
        setWhere: or(lt(cron_ticks.ticked_at_utc, ticked_at_utc), gt(cron_ticks.ticked_at_utc, wrong)),
      })
      .returning({ name: cron_ticks.name })
    if (moved.length === 0) return false
    await entry.fire(tx, tick_ms)
    return true
  })
}

import { type Placeholder, sql } from 'drizzle-orm'
import { padded } from '../lib/padded.ts'
import type { Db } from './database.ts'

interface Prepared<Row> {
  execute(values: Record<string, string>): Promise<Row[]>
}

/**
 * A query for any number of values, which `make` prepares for so many places. It is written once for each power of
 * two: to write it anew each time would cost more than to run it. Some values may be asked for twice.
 */
export function forMany<Row>(
  make: (db: Db, places: Placeholder[]) => Prepared<Row>,
): (db: Db, values: string[]) => Promise<Row[]> {
  const known = new WeakMap<Db, Map<number, Prepared<Row>>>()
  return async (db, values) => {
    if (values.length === 0) return []
    const all = padded(values)
    const bySize = known.get(db) ?? new Map<number, Prepared<Row>>()
    known.set(db, bySize)
    const places = () => all.map((_, i) => sql.placeholder(`v${i}`))
    const query = bySize.get(all.length) ?? make(db, places())
    bySize.set(all.length, query)
    return query.execute(Object.fromEntries(all.map((value, i) => [`v${i}`, value])))
  }
}

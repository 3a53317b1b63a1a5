import type { Database as File } from 'bun:sqlite'
import type { Limit } from '../standing.ts'

/** Counts what is claimed. Nobody writes beside a transaction here. */
export function limit(file: File, limits: Limit[], now_ms: number): void {
  if (limits.length === 0) return
  const over = file.query(OVER).all(JSON.stringify(limits), now_ms)
  if (over.length > 0) throw new Error('slot_claims_no_overlap: more begin there than may')
}

/** A claim lasts 48 hours at most. */
const OVER = `
  select 1 from json_each(?1) as l
  where (select count(distinct c.booking_id) from slot_claims c
    where c.salesperson_id = l.value->>'salesperson_id'
      and c.from_utc > (l.value->>'from_ms') - 172800000
      and c.from_utc < (l.value->>'until_ms')
      and c.start_at_utc >= (l.value->>'from_ms')
      and c.start_at_utc < (l.value->>'until_ms')
      and (c.expires_at_utc is null or c.expires_at_utc > ?2)) > (l.value->>'most')`

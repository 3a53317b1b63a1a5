import type { Database as File } from 'bun:sqlite'
import type { Ahead, Workload } from '../standing.ts'

/** One statement for any number of salespersons. */
export function workload(file: File, { salesperson_ids, from_ms, until_ms }: Ahead): Workload[] {
  if (salesperson_ids.length === 0) return []
  return file.query(STATEMENT).all(JSON.stringify(salesperson_ids), from_ms, until_ms) as Workload[]
}

const STATEMENT = `
  select one.value as salesperson_id,
    (select count(*) from slot_claims c
      where c.salesperson_id = one.value and c.from_utc > ?2 and c.from_utc < ?3
        and (c.expires_at_utc is null or c.expires_at_utc > ?2)) as load,
    (select max(c.created_at_utc) from slot_claims c where c.salesperson_id = one.value) as last_ms
  from json_each(?1) as one`

import type postgres from 'postgres'
import type { Ahead, Workload } from '../database.ts'

/** One statement for any number of salespersons. */
export async function workload(client: postgres.ISql, ahead: Ahead): Promise<Workload[]> {
  const { salesperson_ids, from_ms, until_ms } = ahead
  if (salesperson_ids.length === 0) return []
  const params = [JSON.stringify(salesperson_ids), from_ms, until_ms]
  return client.unsafe(STATEMENT, params, { prepare: true }) as unknown as Promise<Workload[]>
}

const STATEMENT = `
  select one.id as salesperson_id,
    (select count(*) from slot_claims c
      where c.salesperson_id = one.id
        and c.from_utc > to_timestamp($2::float8 / 1000) and c.from_utc < to_timestamp($3::float8 / 1000)
        and (c.expires_at_utc is null or c.expires_at_utc > to_timestamp($2::float8 / 1000)))::int as load,
    (select (extract(epoch from max(c.created_at_utc)) * 1000)::float8 from slot_claims c
      where c.salesperson_id = one.id) as last_ms
  from json_array_elements_text($1::text::json) as one(id)`

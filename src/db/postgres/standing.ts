import type postgres from 'postgres'
import type { Questions, Standing } from '../standing.ts'
import { CLAIMED } from './claimed.ts'

/** One statement for all that is asked, however much of each: round trips cost more than what they bring. */
export async function standing(client: postgres.ISql, questions: Questions): Promise<Standing> {
  const { spans, ahead, keys, tenant_ids } = questions
  const lists = [spans, ahead.salesperson_ids, keys, tenant_ids].map((list) => JSON.stringify(list))
  const params = [...lists, ahead.from_ms, ahead.until_ms]
  const rows = client.unsafe(STANDING, params, { prepare: true })
  const [found] = await (rows as unknown as Promise<[Standing]>)
  return found
}

/** Salespersons are $2, the instants $5 and $6. */
const WORKLOADS = `
  select one.id as salesperson_id,
    (select count(*) from slot_claims c
      where c.salesperson_id = one.id
        and c.from_utc > to_timestamp($5::float8 / 1000) and c.from_utc < to_timestamp($6::float8 / 1000)
        and (c.expires_at_utc is null or c.expires_at_utc > to_timestamp($5::float8 / 1000))) as load,
    (select (extract(epoch from max(c.created_at_utc)) * 1000)::float8 from slot_claims c
      where c.salesperson_id = one.id) as last_ms
  from json_array_elements_text($2::text::json) as one(id)`

const REPLIES = `
  select key, tenant_id, route, body_hash, status, reply from idempotency_keys
  where key = any(array(select json_array_elements_text($3::text::json)))`

const TENANTS = `
  select id, config_revision from tenants
  where id = any(array(select json_array_elements_text($4::text::json)))`

/** $1 are the spans, $2 the salespersons, $3 the keys, $4 the tenants, all as JSON; $5 and $6 the two instants. */
export const STANDING = `select ${listed(CLAIMED)} as claims, ${listed(WORKLOADS)} as workloads,
  ${listed(REPLIES)} as replies, ${listed(TENANTS)} as tenants`

function listed(rows: string): string {
  return `(select coalesce(json_agg(r), '[]') from (${rows}) r)`
}

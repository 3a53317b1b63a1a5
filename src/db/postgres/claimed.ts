import type postgres from 'postgres'
import type { Claimed, Span } from '../database.ts'

/** One statement for any number of spans; the order inside makes the server look each span up by the index. */
export async function claimed(client: postgres.ISql, spans: Span[]): Promise<Claimed[]> {
  if (spans.length === 0) return []
  return client.unsafe(CLAIMED, [JSON.stringify(spans)], { prepare: true }) as unknown as Promise<Claimed[]>
}

/** A claim lasts 48 hours at most (a constraint of the table): none that matters begins earlier. The spans are $1. */
export const CLAIMED = `
  select claim.id, claim.booking_id, claim.salesperson_id,
    ${epochMs('from_utc')} as from_ms, ${epochMs('until_utc')} as until_ms,
    ${epochMs('start_at_utc')} as start_ms, ${epochMs('expires_at_utc')} as expires_ms
  from json_to_recordset($1::text::json) as span(salesperson_id text, from_ms float8, until_ms float8)
  cross join lateral (
    select * from slot_claims c
    where c.salesperson_id = span.salesperson_id
      and c.from_utc > to_timestamp(span.from_ms / 1000) - interval '48 hours'
      and c.from_utc < to_timestamp(span.until_ms / 1000)
      and c.until_utc > to_timestamp(span.from_ms / 1000)
    order by c.from_utc) claim`

function epochMs(column: string): string {
  return `(extract(epoch from claim.${column}) * 1000)::float8`
}

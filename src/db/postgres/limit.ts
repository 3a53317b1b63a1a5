import type postgres from 'postgres'
import type { Limit } from '../standing.ts'

/**
 * Counts what was claimed, together with what others have claimed at the same time: whoever claims for one of these
 * salespersons counts in turn, and sees by a look of his own all who have counted before. Call inside a transaction.
 */
export async function limit(client: postgres.ISql, limits: Limit[], now_ms: number): Promise<void> {
  if (limits.length === 0) return
  const list = JSON.stringify(limits)
  await Promise.all([
    client.unsafe(IN_TURN, [list], { prepare: true }),
    client.unsafe(COUNTED, [list, now_ms], { prepare: true }),
  ])
}

/** Which of two numbers sets these locks apart from all others of this database. */
const TURNS = 4715

/** In one order everywhere, so that two batches cannot deadlock. */
const IN_TURN = `
  select pg_advisory_xact_lock(${TURNS}, whose) from (
    select distinct hashtext(salesperson_id) as whose
    from json_to_recordset($1::text::json) as l(salesperson_id text)
    order by whose offset 0) those`

/** As in `atOnce` only a cast can fail, and its text is what the refusal is known by. A claim lasts 48 hours at most. */
const COUNTED = `
  select case when (
      select count(distinct c.booking_id) from slot_claims c
      where c.salesperson_id = l.salesperson_id
        and c.from_utc > to_timestamp(l.from_ms / 1000) - interval '48 hours'
        and c.from_utc < to_timestamp(l.until_ms / 1000)
        and c.start_at_utc >= to_timestamp(l.from_ms / 1000)
        and c.start_at_utc < to_timestamp(l.until_ms / 1000)
        and (c.expires_at_utc is null or c.expires_at_utc > to_timestamp($2::float8 / 1000))
    ) > l.most then ('slot_claims_no_overlap ' || l.most)::int end
  from json_to_recordset($1::text::json)
    as l(salesperson_id text, from_ms float8, until_ms float8, most int)`

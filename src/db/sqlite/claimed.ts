import type { Database as File } from 'bun:sqlite'
import type { Claimed, Span } from '../database.ts'

/** One statement for any number of spans. */
export function claimed(file: File, spans: Span[]): Claimed[] {
  if (spans.length === 0) return []
  return file.query(CLAIMED).all(JSON.stringify(spans)) as Claimed[]
}

/** A claim lasts 48 hours at most (a trigger of the table): none that matters begins earlier. The spans are ?1. */
export const CLAIMED = `
  select c.id, c.booking_id, c.salesperson_id, c.from_utc as from_ms, c.until_utc as until_ms,
    c.start_at_utc as start_ms, c.expires_at_utc as expires_ms
  from json_each(?1) as span cross join slot_claims c
  where c.salesperson_id = span.value->>'salesperson_id'
    and c.from_utc > (span.value->>'from_ms') - 172800000
    and c.from_utc < (span.value->>'until_ms')
    and c.until_utc > (span.value->>'from_ms')`

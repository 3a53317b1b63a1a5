import type postgres from 'postgres'
import type { NewClaim } from '../database.ts'
import type { Tables } from '../schema.ts'
import { insertAll } from './insertAll.ts'

/** One statement; the exclusion constraint leaves out what overlaps. Sorted, so that two batches cannot deadlock. */
export async function claim(
  client: postgres.ISql,
  { slot_claims }: Tables,
  claims: NewClaim[],
): Promise<Set<string>> {
  const sorted = [...claims].sort(byPlace)
  const tail = ' on conflict do nothing returning id'
  const accepted = await insertAll<{ id: string }>(client, slot_claims, sorted, tail)
  return new Set(accepted.map(({ id }) => id))
}

function byPlace(a: NewClaim, b: NewClaim): number {
  if (a.salesperson_id !== b.salesperson_id) return a.salesperson_id < b.salesperson_id ? -1 : 1
  return a.from_utc.getTime() - b.from_utc.getTime()
}

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
  const accepted = await insertAll<{ id: string }>(client, slot_claims, claims.toSorted(byPlace), ACCEPTED)
  return new Set(accepted.map(({ id }) => id))
}

/** The end of the insert: what overlaps is left out, by a check that cannot deadlock. */
export const ACCEPTED = ' on conflict do nothing returning id'

/** One order everywhere. */
export function byPlace(a: NewClaim, b: NewClaim): number {
  if (a.salesperson_id !== b.salesperson_id) return a.salesperson_id < b.salesperson_id ? -1 : 1
  return a.from_utc.getTime() - b.from_utc.getTime()
}

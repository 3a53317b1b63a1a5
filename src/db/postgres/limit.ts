import type postgres from 'postgres'
import type { Limit } from '../standing.ts'

/**
 * Counts what was claimed, together with what others have claimed at the same time, by the database's own function.
 * Call it after the claims, inside their transaction.
 */
export async function limit(client: postgres.ISql, limits: Limit[], now_ms: number): Promise<void> {
  if (limits.length === 0) return
  await client.unsafe(`select ${WITHIN}`, [listOf(limits), now_ms], { prepare: true })
}

/** True, or an error that says `slot_claims_no_overlap`; of the limits as JSON and the time in epoch milliseconds. */
export const WITHIN = 'slot_claims_within($1::text::json, $2::float8)'

/** Each day once, and who else claims on it has the same. */
export function listOf(limits: Limit[]): string {
  const days = new Map(limits.map((one) => [`${one.salesperson_id} ${one.from_ms} ${one.most}`, one]))
  return JSON.stringify([...days.values()])
}

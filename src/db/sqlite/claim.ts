import type { NewClaim, Queries } from '../database.ts'
import { refusalOf } from '../refusal.ts'
import type { Tables } from '../schema.ts'

/** Row by row: a trigger's refusal undoes its own statement and leaves the transaction open. */
export async function claim(q: Queries, { slot_claims }: Tables, claims: NewClaim[]): Promise<Set<string>> {
  const accepted = new Set<string>()
  for (const row of claims) {
    try {
      await q.insert(slot_claims).values(row)
      accepted.add(row.id)
    } catch (error) {
      if (refusalOf(error) !== 'overlap') throw error
    }
  }
  return accepted
}

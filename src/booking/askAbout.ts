import type { Db } from '../db/database.ts'
import type { Means } from '../lib/means.ts'
import { followUp } from '../tenants/followUp.ts'
import type { Booking } from './advance.ts'

/** Asks a person to see to a booking; once while nobody has, for each kind unless `key` says otherwise. */
export async function askAbout(
  tx: Db,
  means: Means,
  { id, tenant_id, salesperson_id }: Booking,
  { kind, key = `${kind}:${id}`, detail }: { kind: string; key?: string; detail: Record<string, unknown> },
): Promise<void> {
  await followUp(tx, means, { tenant_id, booking_id: id, salesperson_id, kind, key, detail })
}

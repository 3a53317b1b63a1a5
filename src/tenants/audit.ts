import type { Db } from '../db/database.ts'
import type { Source } from '../db/tables/bookings.ts'
import { nowOf } from '../lib/clock.ts'
import type { Means } from '../lib/means.ts'

/** Who did what to what. `detail` holds what changed, never a secret and never a customer's data. */
export interface AuditEntry {
  /** Null for what belongs to no tenant. */
  tenant_id: string | null
  /** `admin_key`, `key:{name}`, `customer`, `outlook` or `system`. */
  actor: string
  source: Source
  /** Verb after noun, such as `meeting_type.changed`. */
  action: string
  /** What it was done to: `salesperson:berlin`, `booking:{id}`. */
  subject: string
  detail?: Record<string, unknown>
}

/** Writes audit rows in the transaction of what they tell of. */
export async function audit(tx: Db, { clock, entropy }: Means, ...entries: AuditEntry[]): Promise<void> {
  if (entries.length === 0) return
  const rows = entries.map(({ tenant_id, actor, source, action, subject, detail = {} }) => ({
    id: entropy.id(),
    tenant_id,
    actor,
    source,
    action,
    subject,
    detail,
    created_at_utc: nowOf(clock),
  }))
  await tx.insertAll(tx.t.audit_logs, rows)
}

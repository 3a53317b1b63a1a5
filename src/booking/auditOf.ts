import type { AuditEntry } from '../tenants/audit.ts'
import type { Booking } from './advance.ts'

/** What the audit says of a booking. */
export function auditOf(
  { id, tenant_id }: Pick<Booking, 'id' | 'tenant_id'>,
  entry: Omit<AuditEntry, 'tenant_id' | 'subject'>,
): AuditEntry {
  return { ...entry, tenant_id, subject: `booking:${id}` }
}

import type { AuditEntry } from './audit.ts'

/** Who asks for an administrative change, as the audit names them. */
export interface Actor {
  /** `admin_key`, `key:{name}` or `system`. */
  name: string
}

/** What holds before any request: the seed and the command line. */
export const SYSTEM: Actor = { name: 'system' }

/** True for the key of one tenant, which reaches that tenant alone. */
export function isOfTenant({ name }: Actor): boolean {
  return name.startsWith('key:')
}

/** The part of an audit entry that says who acted. */
export function actedBy(
  { name }: Actor,
  tenant_id: string | null,
): Pick<AuditEntry, 'actor' | 'source' | 'tenant_id'> {
  return { actor: name, source: name === SYSTEM.name ? 'system' : 'admin', tenant_id }
}

import { eq, sql } from 'drizzle-orm'
import type { Db } from '../db/database.ts'
import { nowOf } from '../lib/clock.ts'
import { Problem } from '../lib/problem.ts'
import { type Actor, actedBy } from './actor.ts'
import { type AuditEntry, audit } from './audit.ts'
import { loadConfigs } from './load.ts'
import type { Office } from './office.ts'
import type { TenantConfig } from './tenantConfig.ts'

/** Whose configuration changes, and by whom. */
export interface Change {
  tenant_id: string
  actor: Actor
}

/** What a change answers, and what the audit keeps of it. */
export interface Changed<Result> {
  result: Result
  entry: Pick<AuditEntry, 'action' | 'subject' | 'detail'>
}

/**
 * Changes a tenant's configuration in one transaction: raises its revision, which makes changes of one tenant wait
 * for each other, does `work` on what stands now, and writes the audit.
 */
export function change<Result>(
  office: Office,
  { tenant_id, actor }: Change,
  work: (tx: Db, config: TenantConfig) => Promise<Changed<Result>>,
): Promise<Result> {
  return office.db.transaction(async (tx) => {
    await raiseRevision(tx, tenant_id, nowOf(office.clock))
    const [config] = await loadConfigs(tx, [tenant_id])
    if (!config) throw new Problem('tenant_not_found', 'There is no such tenant')
    const { result, entry } = await work(tx, config)
    await audit(tx, office, { ...actedBy(actor, tenant_id), ...entry })
    return result
  })
}

async function raiseRevision({ q, t }: Db, tenant_id: string, updated_at_utc: Date) {
  await q
    .update(t.tenants)
    .set({ config_revision: sql`${t.tenants.config_revision} + 1`, updated_at_utc })
    .where(eq(t.tenants.id, tenant_id))
}

/** What differs between two states of a row, for the audit: the old and the new value of each field. */
export function difference(
  before: Record<string, unknown>,
  after: Record<string, unknown>,
): Record<string, { from: unknown; to: unknown }> {
  const changed = Object.keys(after).filter(
    (field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]),
  )
  return Object.fromEntries(changed.map((field) => [field, { from: before[field], to: after[field] }]))
}

import { asc, eq, inArray } from 'drizzle-orm'
import type { Db } from '../db/database.ts'
import type { MeetingType, Salesperson, Tenant, TenantConfig } from './tenantConfig.ts'

/** A change while the tables are read one after another is seen; then they are read again, this often at most. */
const READS = 4

/** The configurations of these tenants, each of one moment; one query per table, however many tenants. */
export async function loadConfigs(db: Db, ids: string[]): Promise<TenantConfig[]> {
  for (let read = 1; ; read += 1) {
    const tenants = await tenantsOf(db, ids)
    const [salespersons, meetingTypes] = [await salespersonsOf(db, ids), await meetingTypesOf(db, ids)]
    const stands = sameRevisions(tenants, await tenantsOf(db, ids))
    if (stands || read === READS) return tenants.map((tenant) => configOf(tenant, salespersons, meetingTypes))
  }
}

function tenantsOf({ q, t }: Db, ids: string[]): Promise<Tenant[]> {
  return q.select().from(t.tenants).where(inArray(t.tenants.id, ids))
}

async function salespersonsOf({ q, t }: Db, tenantIds: string[]): Promise<Salesperson[]> {
  const { salespersons, availability_rules: rule, availability_overrides: override } = t
  const ofTenants = inArray(salespersons.tenant_id, tenantIds)
  const people = await q.select().from(salespersons).where(ofTenants).orderBy(asc(salespersons.slug))
  const rules = await q
    .select({
      salesperson_id: rule.salesperson_id,
      weekday: rule.weekday,
      from_minute: rule.from_minute,
      until_minute: rule.until_minute,
    })
    .from(rule)
    .innerJoin(salespersons, eq(salespersons.id, rule.salesperson_id))
    .where(ofTenants)
    .orderBy(asc(rule.weekday), asc(rule.from_minute))
  const overrides = await q
    .select({
      salesperson_id: override.salesperson_id,
      date: override.date,
      intervals: override.intervals,
    })
    .from(override)
    .innerJoin(salespersons, eq(salespersons.id, override.salesperson_id))
    .where(ofTenants)
    .orderBy(asc(override.date))
  const [rulesOf, overridesOf] = [bySalesperson(rules), bySalesperson(overrides)]
  return people.map((row) => ({
    ...row,
    rules: rulesOf.get(row.id) ?? [],
    overrides: overridesOf.get(row.id) ?? [],
  }))
}

async function meetingTypesOf({ q, t }: Db, tenantIds: string[]): Promise<MeetingType[]> {
  const { meeting_types, meeting_type_salespersons: offered } = t
  const ofTenants = inArray(meeting_types.tenant_id, tenantIds)
  const rows = await q.select().from(meeting_types).where(ofTenants).orderBy(asc(meeting_types.slug))
  const links = await q
    .select({ meeting_type_id: offered.meeting_type_id, salesperson_id: offered.salesperson_id })
    .from(offered)
    .innerJoin(meeting_types, eq(meeting_types.id, offered.meeting_type_id))
    .where(ofTenants)
    .orderBy(asc(offered.position))
  const idsOf = Map.groupBy(links, (link) => link.meeting_type_id)
  return rows.map((row) => ({
    ...row,
    salesperson_ids: (idsOf.get(row.id) ?? []).map((link) => link.salesperson_id),
  }))
}

function bySalesperson<Row extends { salesperson_id: string }>(rows: Row[]) {
  const groups = new Map<string, Omit<Row, 'salesperson_id'>[]>()
  for (const { salesperson_id, ...rest } of rows) {
    const group = groups.get(salesperson_id)
    if (group) group.push(rest)
    else groups.set(salesperson_id, [rest])
  }
  return groups
}

function sameRevisions(before: Tenant[], after: Tenant[]): boolean {
  const revisions = new Map(after.map((tenant) => [tenant.id, tenant.config_revision]))
  return before.every((tenant) => revisions.get(tenant.id) === tenant.config_revision)
}

function configOf(tenant: Tenant, salespersons: Salesperson[], meetingTypes: MeetingType[]): TenantConfig {
  const ours = (row: { tenant_id: string }) => row.tenant_id === tenant.id
  return {
    tenant,
    salespersons: new Map(salespersons.filter(ours).map((row) => [row.id, row])),
    meeting_types: new Map(meetingTypes.filter(ours).map((row) => [row.slug, row])),
  }
}

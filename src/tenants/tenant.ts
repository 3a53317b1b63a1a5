import { asc, eq, gt } from 'drizzle-orm'
import type { Branding } from '../db/tables/tenants.ts'
import { nowOf } from '../lib/clock.ts'
import type { Fault } from '../lib/problem.ts'
import type { Zones } from '../scheduling/zone.ts'
import { type Actor, actedBy, isOfTenant } from './actor.ts'
import { audit } from './audit.ts'
import { type Change, change, difference } from './change.ts'
import type { Office } from './office.ts'
import { type Page, type PageOf, pageOfAll } from './page.ts'
import { refuse, taken } from './refuse.ts'
import { isReserved, reservedFault } from './reserved.ts'
import type { Tenant } from './tenantConfig.ts'

/** What an admin says of a tenant. */
export interface TenantInput {
  name: string
  time_zone: string
  locale?: string
  m365_tenant_id?: string | null
  /** Replaced as a whole, all but the logo, which is uploaded. */
  branding?: Omit<Branding, 'logo_url'>
}

/** All tenants in the order of their slugs. */
export async function listTenants({ db: { q, t } }: Office, page: Page): Promise<PageOf<Tenant>> {
  const rows = await q
    .select()
    .from(t.tenants)
    .where(page.cursor === undefined ? undefined : gt(t.tenants.slug, page.cursor))
    .orderBy(asc(t.tenants.slug))
    .limit(page.limit + 1)
  return pageOfAll(rows, page)
}

/** Makes a tenant. Throws `invalid_request` and, when the slug is taken, `conflict`. */
export function createTenant(
  office: Office,
  actor: Actor,
  input: TenantInput & { slug: string },
): Promise<Tenant> {
  refuse(reservedFault(input.slug, isReserved), zoneFault(office.zones, input.time_zone))
  const now = nowOf(office.clock)
  return office.db.transaction(async (tx) => {
    const row = {
      ...input,
      id: office.entropy.id(),
      branding: input.branding ?? {},
      created_at_utc: now,
      updated_at_utc: now,
    }
    const [made] = await tx.q.insert(tx.t.tenants).values(row).onConflictDoNothing().returning()
    if (!made) throw taken(input.slug)
    const subject = `tenant:${made.slug}`
    await audit(tx, office, { ...actedBy(actor, made.id), action: 'tenant.created', subject })
    return made
  })
}

/** Changes what is given of a tenant; `active: false` hides it from customers. Throws `invalid_request`. */
export function changeTenant(
  office: Office,
  about: Change,
  input: Partial<TenantInput> & { active?: boolean },
): Promise<Tenant> {
  refuse(input.time_zone !== undefined && zoneFault(office.zones, input.time_zone))
  return change(office, about, async (tx, { tenant }) => {
    refuse(directoryFault(about, tenant, input))
    const { logo_url } = tenant.branding
    const branding = input.branding && { ...input.branding, ...(logo_url && { logo_url }) }
    const set = { ...input, ...(branding && { branding }), updated_at_utc: nowOf(office.clock) }
    const { tenants } = tx.t
    const [changed] = await tx.q.update(tenants).set(set).where(eq(tenants.id, tenant.id)).returning()
    const { updated_at_utc: _, ...said } = set
    const detail = difference(tenant, said)
    return {
      result: changed!,
      entry: { action: 'tenant.changed', subject: `tenant:${tenant.slug}`, detail },
    }
  })
}

/** Whoever names the directory reaches the calendars in it, and another tenant's is no secret: the operator names it. */
function directoryFault({ actor }: Change, tenant: Tenant, { m365_tenant_id }: Partial<TenantInput>) {
  const stays = m365_tenant_id === undefined || m365_tenant_id === tenant.m365_tenant_id
  if (stays || !isOfTenant(actor)) return undefined
  return { path: 'm365_tenant_id', message: 'is set with the key of the installation alone' }
}

/** The fault of a zone that is not known, at `time_zone`. */
export function zoneFault(zones: Zones, time_zone: string): Fault | undefined {
  if (zones.has(time_zone)) return undefined
  return { path: 'time_zone', message: 'must be the name of a time zone, such as Europe/Berlin' }
}

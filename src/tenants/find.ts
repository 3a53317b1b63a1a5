import type { Db } from '../db/database.ts'
import { Problem } from '../lib/problem.ts'
import type { Catalogue } from './catalogue.ts'
import type { MeetingType, Salesperson, TenantConfig } from './tenantConfig.ts'

/** The tenant of this slug, active or not; throws `tenant_not_found`. */
export async function findTenant(catalogue: Catalogue, db: Db, slug: string): Promise<TenantConfig> {
  return known((await catalogue.bySlug(db, [slug])).get(slug), slug)
}

/** The tenant of this slug as customers see it; throws `tenant_not_found`, also when it is inactive. */
export async function findOpenTenant(catalogue: Catalogue, db: Db, slug: string): Promise<TenantConfig> {
  return openTenant((await catalogue.bySlug(db, [slug])).get(slug), slug)
}

/** The same configuration when the tenant is active; throws `tenant_not_found` otherwise. */
export function openTenant(config: TenantConfig | undefined, slug: string): TenantConfig {
  return known(config?.tenant.active ? config : undefined, slug)
}

/** The tenant of this id, active or not, for a booking that exists; throws `tenant_not_found`. */
export async function findTenantById(catalogue: Catalogue, db: Db, id: string): Promise<TenantConfig> {
  return known((await catalogue.byId(db, [id])).get(id), id)
}

/** The meeting type of this slug, active or not; throws `meeting_type_not_found`. */
export function findMeetingType(config: TenantConfig, slug: string): MeetingType {
  const found = config.meeting_types.get(slug)
  if (found) return found
  throw new Problem('meeting_type_not_found', `There is no meeting type "${shown(slug)}" here`)
}

/** The meeting type of this slug when it can be booked; throws `meeting_type_not_found`. */
export function openMeetingType(config: TenantConfig, slug: string): MeetingType {
  const found = findMeetingType(config, slug)
  if (found.active) return found
  throw new Problem('meeting_type_not_found', `There is no meeting type "${shown(slug)}" here`)
}

/** The meeting type of this id, active or not, for a booking that exists; throws `meeting_type_not_found`. */
export function meetingTypeById(config: TenantConfig, id: string): MeetingType {
  for (const one of config.meeting_types.values()) if (one.id === id) return one
  throw new Problem('meeting_type_not_found', 'The meeting type of this booking is gone')
}

/** The salesperson of this slug, active or not; throws `salesperson_not_found`. */
export function findSalesperson(config: TenantConfig, slug: string): Salesperson {
  for (const one of config.salespersons.values()) if (one.slug === slug) return one
  throw new Problem('salesperson_not_found', `There is no salesperson "${shown(slug)}" here`)
}

/** The salesperson of this id, active or not, for a booking that exists; throws `salesperson_not_found`. */
export function salespersonById(config: TenantConfig, id: string): Salesperson {
  const found = config.salespersons.get(id)
  if (found) return found
  throw new Problem('salesperson_not_found', 'The salesperson of this booking is gone')
}

/** The active salespersons who offer this meeting type, in the admin's order. */
export function salespersonsOf(config: TenantConfig, meetingType: MeetingType): Salesperson[] {
  return meetingType.salesperson_ids.flatMap((id) => {
    const one = config.salespersons.get(id)
    return one?.active ? [one] : []
  })
}

/** The active salesperson of this slug who offers this meeting type; throws `salesperson_not_found`. */
export function openSalesperson(config: TenantConfig, meetingType: MeetingType, slug: string): Salesperson {
  const found = salespersonsOf(config, meetingType).find((one) => one.slug === slug)
  if (found) return found
  throw new Problem('salesperson_not_found', `No salesperson "${shown(slug)}" offers this meeting type`)
}

function known(config: TenantConfig | undefined, slug: string): TenantConfig {
  if (config) return config
  throw new Problem('tenant_not_found', `There is no tenant "${shown(slug)}"`)
}

/** A caller's word, short enough to repeat. */
function shown(text: string): string {
  return text.slice(0, 60)
}

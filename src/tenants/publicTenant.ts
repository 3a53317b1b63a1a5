import type { Branding, Location, Question } from '../db/tables/tenants.ts'
import { salespersonsOf } from './find.ts'
import type { MeetingType, TenantConfig } from './tenantConfig.ts'

/** What customers may know of a meeting type. */
export interface PublicMeetingType {
  slug: string
  name: string
  description: string
  length_minutes: number
  location: Location['kind']
  staffing: 'one' | 'all'
  questions: Question[]
  salespersons: { slug: string; name: string }[]
}

/** What customers may know of a tenant. */
export interface PublicTenant {
  slug: string
  name: string
  time_zone: string
  locale: string
  branding: Branding
  meeting_types: PublicMeetingType[]
}

/** The tenant as customers see it: active meeting types and those who offer them. */
export function publicTenant(config: TenantConfig): PublicTenant {
  const { slug, name, time_zone, locale, branding } = config.tenant
  const open = [...config.meeting_types.values()].filter((type) => type.active)
  return {
    slug,
    name,
    time_zone,
    locale,
    branding,
    meeting_types: open.map((type) => publicMeetingType(config, type)),
  }
}

function publicMeetingType(config: TenantConfig, type: MeetingType): PublicMeetingType {
  const { slug, name, description, length_minutes, location, staffing, questions } = type
  const salespersons = salespersonsOf(config, type).map((one) => ({ slug: one.slug, name: one.name }))
  return {
    slug,
    name,
    description,
    length_minutes,
    location: location.kind,
    staffing,
    questions,
    salespersons,
  }
}

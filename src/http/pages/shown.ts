import type { Visit } from '../../booking/proof/visit.ts'
import { salespersonsOf } from '../../tenants/find.ts'
import type { MeetingType, Tenant, TenantConfig } from '../../tenants/tenantConfig.ts'
import type { Meeting } from '../../web/about.tsx'
import type { BookingView } from '../../web/bookingView.ts'
import type { Brand } from '../../web/frame.ts'
import type { Salesperson } from '../../web/pickPage.tsx'

/** How a tenant shows itself on its pages. */
export function brandOf({ slug, name, time_zone, branding }: Tenant): Brand {
  return { slug, name, time_zone, ...branding }
}

/** A meeting type as pages show it. */
export function meetingOf({ slug, name, description, length_minutes, location }: MeetingType): Meeting {
  return { slug, name, description, length_minutes, place: location.kind, place_detail: location.detail }
}

/** Who offers a meeting type, as pages show them. */
export function peopleOf(config: TenantConfig, type: MeetingType): Salesperson[] {
  return salespersonsOf(config, type).map(({ slug, name }) => ({ slug, name }))
}

/** A booking as pages show it. */
export function viewOf({ type, booking }: Visit): BookingView {
  const { booking_id, start_at_utc, end_at_utc, salespersons, location } = booking
  return {
    booking_id,
    meeting: { ...meetingOf(type), place: location.kind, place_detail: location.detail },
    span: { from_ms: Date.parse(start_at_utc), until_ms: Date.parse(end_at_utc) },
    names: salespersons.map(({ name }) => name),
  }
}

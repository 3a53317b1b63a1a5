import type { Attendance } from '../db/tables/bookings.ts'
import type { Location } from '../db/tables/tenants.ts'
import { meetingTypeById, salespersonById } from '../tenants/find.ts'
import type { TenantConfig } from '../tenants/tenantConfig.ts'
import type { Booking } from './advance.ts'

/** A booking as everyone reads it. */
export interface PublicBooking {
  booking_id: string
  tenant: string
  meeting_type: string
  salespersons: { slug: string; name: string }[]
  status: Booking['status']
  source: Booking['source']
  start_at_utc: string
  end_at_utc: string
  customer: {
    name: string
    email: string
    phone: string | null
    time_zone: string
    locale: string
  }
  answers: Record<string, string | boolean>
  location: Location
  join_url: string | null
  hold_expires_at_utc: string | null
  cancel_reason: string | null
  revision: number
  created_at_utc: string
  updated_at_utc: string
}

/** What admins see besides. */
export interface AdminBooking extends PublicBooking {
  attendance: Attendance | null
  attendance_suggestion: 'attended' | 'no_show' | null
  assignment: Booking['assignment']
  saga_id: string | null
}

/** The booking as a customer may read it. */
export function present(config: TenantConfig, booking: Booking): PublicBooking {
  const ids = [booking.salesperson_id, ...booking.other_salesperson_ids]
  return {
    booking_id: booking.id,
    tenant: config.tenant.slug,
    meeting_type: meetingTypeById(config, booking.meeting_type_id).slug,
    salespersons: ids.map((id) => salespersonById(config, id)).map(({ slug, name }) => ({ slug, name })),
    status: booking.status,
    source: booking.source,
    start_at_utc: booking.start_at_utc.toISOString(),
    end_at_utc: booking.end_at_utc.toISOString(),
    customer: {
      name: booking.customer_name,
      email: booking.customer_email,
      phone: booking.customer_phone,
      time_zone: booking.customer_time_zone,
      locale: booking.customer_locale,
    },
    answers: booking.answers,
    location: booking.location,
    join_url: booking.join_url,
    hold_expires_at_utc:
      booking.status === 'held' ? (booking.hold_expires_at_utc?.toISOString() ?? null) : null,
    cancel_reason: booking.cancel_reason,
    revision: booking.revision,
    created_at_utc: booking.created_at_utc.toISOString(),
    updated_at_utc: booking.updated_at_utc.toISOString(),
  }
}

/** The booking as an admin reads it. */
export function presentToAdmin(config: TenantConfig, booking: Booking): AdminBooking {
  return {
    ...present(config, booking),
    attendance: booking.attendance,
    attendance_suggestion: booking.attendance_suggestion,
    assignment: booking.assignment,
    saga_id: booking.saga_id,
  }
}

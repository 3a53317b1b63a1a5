import {
  meetingTypeById,
  openMeetingType,
  openSalesperson,
  salespersonById,
  salespersonsOf,
} from '../../tenants/find.ts'
import type { MeetingType, Salesperson, TenantConfig } from '../../tenants/tenantConfig.ts'
import type { Booking } from '../advance.ts'
import type { Own } from './agenda.ts'

/** What is asked for: a meeting type by these salespersons. */
export interface Offer {
  config: TenantConfig
  type: MeetingType
  salespersons: Salesperson[]
  /** The booking that is to be moved, which does not stand in its own way. */
  own?: Own
}

/** The meeting type by the one salesperson who is asked for, or by all who offer it. */
export function openOffer(config: TenantConfig, meeting_type: string, salesperson?: string): Offer {
  const type = openMeetingType(config, meeting_type)
  if (salesperson === undefined || type.staffing === 'all') {
    if (salesperson !== undefined) openSalesperson(config, type, salesperson)
    return { config, type, salespersons: salespersonsOf(config, type) }
  }
  return { config, type, salespersons: [openSalesperson(config, type, salesperson)] }
}

/** What a booking was made of: its meeting type by all of its own salespersons, active or not. */
export function offerOf(config: TenantConfig, booking: Booking): Offer {
  const ids = [booking.salesperson_id, ...booking.other_salesperson_ids]
  return {
    config,
    type: { ...meetingTypeById(config, booking.meeting_type_id), staffing: 'all' },
    salespersons: ids.map((id) => salespersonById(config, id)),
  }
}

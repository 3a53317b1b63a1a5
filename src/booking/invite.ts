import ical, { ICalCalendarMethod, ICalEventStatus, ICalEventTransparency } from 'ical-generator'
import { oneLine } from '../lib/line.ts'

/** What the customer's calendar may know of a booking. Nothing else of it is in the file. */
export interface Invite {
  booking_id: string
  /** Rises with every change of the booking. */
  revision: number
  status: 'confirmed' | 'canceled'
  start_ms: number
  end_ms: number
  /** When the booking last changed. */
  updated_at_ms: number
  meeting_type_name: string
  tenant_name: string
  /** Their public names, the first being the organiser. */
  salesperson_names: string[]
  /** An address that the public may know, such as the sender of the letters; never a salesperson's mailbox. */
  organizer_email: string
  join_url?: string
  /** Where, when there is no join link: a street or “phone”. */
  location?: string
}

/**
 * The booking as an iCalendar file (RFC 5545) to be published, not answered (RFC 5546, “PUBLISH”): times in UTC,
 * the same UID for the booking's whole life, `SEQUENCE` its revision. No attendee is named.
 */
export function inviteFile(invite: Invite): string {
  const calendar = ical({
    method: ICalCalendarMethod.PUBLISH,
    prodId: { company: 'Holdfast', product: 'Holdfast' },
  })
  calendar.createEvent({
    id: invite.booking_id,
    sequence: invite.revision,
    stamp: new Date(invite.updated_at_ms),
    lastModified: new Date(invite.updated_at_ms),
    start: new Date(invite.start_ms),
    end: new Date(invite.end_ms),
    summary: oneLine(`${invite.meeting_type_name} · ${invite.tenant_name}`),
    organizer: { name: organizerName(invite), email: oneLine(invite.organizer_email) },
    ...stateOf(invite),
    ...placeOf(invite),
  })
  // The library leaves the last line open; RFC 5545 §3.1 ends every line with CRLF.
  return `${calendar.toString()}\r\n`
}

// A quotation mark cannot stand in a parameter (RFC 5545 §3.2), and few calendars know its newer encoding.
function organizerName({ salesperson_names, tenant_name, organizer_email }: Invite): string {
  const names = [salesperson_names[0] ?? '', tenant_name, organizer_email].map((name) => oneLine(name))
  // Of a name of signs that nobody sees nothing is left, and an organiser has a name.
  return names.find(Boolean)!.replace(/["^]/g, '’')
}

function stateOf({ status }: Invite) {
  return status === 'confirmed'
    ? { status: ICalEventStatus.CONFIRMED, transparency: ICalEventTransparency.OPAQUE }
    : { status: ICalEventStatus.CANCELLED, transparency: ICalEventTransparency.TRANSPARENT }
}

function placeOf({ status, join_url, location, salesperson_names }: Invite) {
  const link = status === 'confirmed' && join_url ? oneLine(join_url, 2000) : undefined
  const place = link ?? (location ? oneLine(location) : undefined)
  const lines = [salesperson_names.map((name) => oneLine(name)).join(', '), link]
  return { location: place, url: link, description: lines.filter(Boolean).join('\n') }
}

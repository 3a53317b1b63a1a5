import type { BookingStatus } from '../db/tables/bookings.ts'
import type { OutlookEvent } from '../outlook/outlook.ts'

/** What is known of a booking when its event is looked at. */
export interface Known {
  status: BookingStatus
  /** True while a saga changes the booking. */
  is_changing: boolean
  start_ms: number
  end_ms: number
  customer_email: string
  /** The change key of the event's last state that Holdfast has seen or written. */
  change_key: string | undefined
}

/**
 * What is to be done:
 * - `wait`: a saga is at work, look again;
 * - `move`: the booking follows to the event's time;
 * - `cancel`: the event is gone, and the booking with it;
 * - `ask`: the customer has declined, a person must see to it;
 * - `note`: nothing but the new change key;
 * - `remove`: the event has outlived its booking;
 * - `nothing`.
 */
export type Decision = 'wait' | 'move' | 'cancel' | 'ask' | 'note' | 'remove' | 'nothing'

/** The truth table: what follows from an event as Outlook has it now, `undefined` when it is gone. */
export function decide(known: Known, event: OutlookEvent | undefined, now_ms: number): Decision {
  if (known.is_changing) return 'wait'
  if (!event || event.is_canceled) return isLoss(known, now_ms) ? 'cancel' : 'nothing'
  // The copy of a meeting to which the mailbox is only invited says nothing.
  if (!event.is_organizer) return 'nothing'
  switch (known.status) {
    case 'canceled':
    case 'expired':
    case 'failed':
      return 'remove'
    case 'confirmed':
      return ofLiving(known, event)
    default:
      return 'nothing'
  }
}

/** Who tidies up a calendar after the meeting cancels nothing. */
function isLoss({ status, end_ms }: Known, now_ms: number): boolean {
  return status === 'confirmed' && end_ms > now_ms
}

function ofLiving(known: Known, event: OutlookEvent): Decision {
  if (event.change_key === known.change_key) return 'nothing'
  if (event.start_ms !== known.start_ms || event.end_ms !== known.end_ms) return 'move'
  return hasDeclined(known, event) ? 'ask' : 'note'
}

function hasDeclined({ customer_email }: Known, { responses }: OutlookEvent): boolean {
  const email = customer_email.toLowerCase()
  return responses.some((one) => one.response === 'declined' && one.email.toLowerCase() === email)
}

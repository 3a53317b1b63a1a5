import type { Db } from '../../db/database.ts'
import type { Booking } from '../advance.ts'
import type { Own } from '../slots/agenda.ts'
import { knownEventOf } from './knownEvent.ts'

/** What is the booking's own among claims and busy windows, so that it is never in its own way. */
export async function ownOf(db: Db, booking: Booking): Promise<Own> {
  const event_id = (await knownEventOf(db, booking.id))?.event_id
  const shared = event_id !== undefined && booking.other_salesperson_ids.length > 0
  const start_ms = booking.start_at_utc.getTime()
  return { booking_id: booking.id, start_ms, event_id, time: shared ? timeOf(booking) : undefined }
}

function timeOf({ start_at_utc, end_at_utc }: Booking) {
  return { from_ms: start_at_utc.getTime(), until_ms: end_at_utc.getTime() }
}

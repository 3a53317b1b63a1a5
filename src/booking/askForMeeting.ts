import type { Db } from '../db/database.ts'
import type { Means } from '../lib/means.ts'
import type { Booking } from './advance.ts'
import { askAbout } from './askAbout.ts'

/** Asks a person to see to a confirmed booking whose Zoom meeting is gone. */
export function askForMeeting(tx: Db, means: Means, booking: Booking): Promise<void> {
  const advice = 'The link in the invitation is dead. Move the booking, or cancel it: both make it whole.'
  return askAbout(tx, means, booking, { kind: 'zoom_meeting_missing', detail: { advice } })
}

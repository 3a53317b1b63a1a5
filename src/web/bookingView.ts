import type { Interval } from '../scheduling/interval.ts'
import type { Meeting } from './about.tsx'

/** A booking as its pages show it. */
export interface BookingView {
  booking_id: string
  meeting: Meeting
  span: Interval
  /** Names of the salespersons. */
  names: string[]
}

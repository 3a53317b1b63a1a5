import type { Run } from './saga.ts'

/** A meeting's time, buffers left out. */
export interface Time {
  start_ms: number
  end_ms: number
}

/** When the meeting is to be once the saga has ended. */
export function timeOf({ saga, booking }: Run): Time {
  const { start_at_utc, end_at_utc } = saga.context
  if (typeof start_at_utc !== 'string' || typeof end_at_utc !== 'string') return standing(booking)
  return { start_ms: Date.parse(start_at_utc), end_ms: Date.parse(end_at_utc) }
}

/** When the meeting is until the saga has ended, and again when it has given up. */
export function standing(booking: Run['booking']): Time {
  return { start_ms: booking.start_at_utc.getTime(), end_ms: booking.end_at_utc.getTime() }
}

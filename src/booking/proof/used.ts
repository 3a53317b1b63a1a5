import { Problem } from '../../lib/problem.ts'
import type { Booking } from '../advance.ts'

/** What is said of a proof that this booking does not take (any more). */
export function used(booking: Pick<Booking, 'status'>): Problem {
  return booking.status === 'expired'
    ? holdExpired()
    : new Problem('token_used', 'This was confirmed already, or a newer letter was sent.', {
        booking_status: booking.status,
      })
}

/** What is said of a hold whose time is over. */
export function holdExpired(): Problem {
  return new Problem(
    'hold_expired',
    'The time was held for you until now and is free again. Choose a time once more.',
  )
}

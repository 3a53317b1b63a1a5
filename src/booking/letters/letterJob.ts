import { z } from 'zod'
import type { NewJob } from '../../jobs/enqueue.ts'
import type { Booking } from '../advance.ts'

export const LETTERS = ['verification', 'fresh_links', 'apology', 'unmoved'] as const

/** Which letter: prove the address, fresh links, it could not be booked, it could not be moved. */
export type LetterKind = (typeof LETTERS)[number]

export const letterPayload = z.object({ booking_id: z.string(), letter: z.enum(LETTERS), nonce: z.string() })
export type LetterPayload = z.infer<typeof letterPayload>

/**
 * A letter to the booking's customer, as a job. `nonce` sets one letter apart from another of its kind: the token
 * of a verification, the saga of an apology. The job holds no address and no token.
 */
export function letterJob(
  letter: LetterKind,
  booking: Booking,
  nonce = booking.verify_token_jti ?? '',
): NewJob {
  return {
    kind: 'send_letter',
    tenant_id: booking.tenant_id,
    payload: { booking_id: booking.id, letter, nonce },
    priority: 50,
  }
}

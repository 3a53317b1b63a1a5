import { Elysia, t } from 'elysia'
import type { Proof } from '../../booking/proof/verify.ts'
import { Problem } from '../../lib/problem.ts'
import { problems } from '../problems.ts'
import type { Services } from '../services.ts'
import { locationOf } from './headers.ts'
import { BookingReply } from './replies.ts'
import { ofInput, ofToken, Token } from './tokens.ts'

const tags = ['Booking']

const ConfirmBody = t.Object(
  {
    token: t.Optional(Token),
    booking_id: t.Optional(t.String({ maxLength: 64 })),
    code: t.Optional(t.String({ maxLength: 32 })),
  },
  { examples: [{ token: 'eyJ…' }, { booking_id: '019352f0-7e11-7a3e-9d3c-0c8e6a1f2b3c', code: '123456' }] },
)

/** Proving the address, which confirms the booking. */
export function confirm({ desk }: Services) {
  return new Elysia({ name: 'confirm', prefix: '/v1/bookings' }).post(
    '/confirm',
    async ({ body, set, status }) => {
      const outcome = await desk.confirm(proofOf(body))
      if (outcome.settled) return outcome.booking
      set.headers.location = locationOf(outcome)
      return status(202, outcome.booking)
    },
    {
      body: ConfirmBody,
      detail: { tags, summary: 'Prove the address and confirm', operationId: 'confirmBooking' },
      response: {
        200: BookingReply,
        202: BookingReply,
        ...problems(
          ...ofInput,
          ...ofToken,
          'code_wrong',
          'code_exhausted',
          'hold_expired',
          'wrong_state',
          'slot_taken',
          'confirmation_failed',
        ),
      },
    },
  )
}

function proofOf({ token, booking_id, code }: { token?: string; booking_id?: string; code?: string }): Proof {
  if (token !== undefined) return { token }
  if (booking_id !== undefined && code !== undefined) return { booking_id, code }
  const message = 'Send `token`, or `booking_id` and `code`'
  throw new Problem('invalid_request', message, { errors: [{ path: 'token', message }] })
}

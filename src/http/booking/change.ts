import { Elysia, t } from 'elysia'
import { problems } from '../problems.ts'
import type { Services } from '../services.ts'
import { idempotencyKey, idempotencyParameter, locationOf } from './headers.ts'
import { BookingReply } from './replies.ts'
import { ofInput, ofToken, Token } from './tokens.ts'

const tags = ['Booking']

/** Canceling and rescheduling, for whoever holds the token for it. */
export function change({ desk }: Services) {
  return new Elysia({ name: 'change', prefix: '/v1/bookings' })
    .post('/cancel', ({ body }) => desk.cancel(body.token, body.reason), {
      body: t.Object(
        { token: Token, reason: t.Optional(t.String({ maxLength: 1000 })) },
        { examples: [{ token: 'eyJ…', reason: 'Something came up' }] },
      ),
      detail: { tags, summary: 'Cancel', operationId: 'cancelBooking' },
      response: { 200: BookingReply, ...problems(...ofInput, ...ofToken, 'notice_too_short', 'wrong_state') },
    })
    .post(
      '/reschedule',
      async ({ body, headers, set, status }) => {
        const outcome = await desk.reschedule(idempotencyKey(headers), body)
        if (outcome.replayed) set.headers['idempotency-replayed'] = 'true'
        if (outcome.settled) return outcome.booking
        set.headers.location = locationOf(outcome)
        return status(202, outcome.booking)
      },
      {
        body: t.Object(
          { token: Token, start_at_utc: t.String({ format: 'date-time' }) },
          { examples: [{ token: 'eyJ…', start_at_utc: '2026-12-02T21:30:00Z' }] },
        ),
        detail: {
          tags,
          summary: 'Move to another slot',
          operationId: 'rescheduleBooking',
          parameters: [idempotencyParameter],
        },
        response: {
          200: BookingReply,
          202: BookingReply,
          ...problems(
            ...ofInput,
            ...ofToken,
            'idempotency_key_missing',
            'idempotency_key_invalid',
            'idempotency_key_reused',
            'idempotency_in_progress',
            'notice_too_short',
            'wrong_state',
            'slot_taken',
            'slot_not_offered',
            'calendar_unavailable',
            'confirmation_failed',
          ),
        },
      },
    )
}

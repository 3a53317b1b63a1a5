import { Elysia, t } from 'elysia'
import { words } from '../fields.ts'
import { problems } from '../problems.ts'
import type { Services } from '../services.ts'
import { idempotencyKey, idempotencyParameter } from './headers.ts'
import { HoldReply } from './replies.ts'

const HoldBody = t.Object(
  {
    meeting_type: t.String({ maxLength: 60 }),
    start_at_utc: t.String({ format: 'date-time', description: 'An instant that was listed as a slot' }),
    salesperson: t.Optional(
      t.String({ maxLength: 60, description: 'Slug; left out: whoever is free and has least to do' }),
    ),
    customer: t.Object({
      name: words(200, 'Full name'),
      email: t.String({ format: 'email', maxLength: 254 }),
      phone: t.Optional(t.String({ maxLength: 40 })),
      time_zone: t.String({ maxLength: 60, description: 'IANA zone in which the customer reads times' }),
      locale: t.Optional(t.String({ maxLength: 35, description: 'BCP 47; letters are in en, de, fr or es' })),
    }),
    answers: t.Optional(
      t.Record(t.String({ maxLength: 60 }), t.Union([t.String({ maxLength: 4000 }), t.Boolean()])),
    ),
  },
  {
    additionalProperties: false,
    examples: [
      {
        meeting_type: 'intro-zoom',
        start_at_utc: '2026-12-01T21:30:00Z',
        customer: { name: 'Ada', email: 'ada@example.com', time_zone: 'America/Vancouver', locale: 'en' },
      },
    ],
  },
)

/** Holding a slot. */
export function hold({ desk }: Services) {
  return new Elysia({ name: 'hold' }).post(
    '/v1/tenants/:tenant/holds',
    async ({ params, headers, body, set, status }) => {
      const { reply, replayed } = await desk.hold(params.tenant, idempotencyKey(headers), body)
      if (replayed) set.headers['idempotency-replayed'] = 'true'
      return status(201, reply)
    },
    {
      params: t.Object({ tenant: t.String({ maxLength: 60 }) }),
      body: HoldBody,
      detail: {
        tags: ['Booking'],
        summary: 'Hold a slot and mail the verification',
        operationId: 'holdSlot',
        parameters: [idempotencyParameter],
      },
      response: {
        201: HoldReply,
        ...problems(
          'tenant_not_found',
          'meeting_type_not_found',
          'salesperson_not_found',
          'unknown_time_zone',
          'invalid_request',
          'malformed_json',
          'idempotency_key_missing',
          'idempotency_key_invalid',
          'idempotency_key_reused',
          'idempotency_in_progress',
          'slot_taken',
          'slot_not_offered',
          'calendar_unavailable',
        ),
      },
    },
  )
}

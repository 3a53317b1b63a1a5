import { t } from 'elysia'
import type { SagaStory } from '../../booking/saga/sagas.ts'
import { Instant } from '../fields.ts'

export const SagaStatus = t.Union(
  [
    t.Literal('running', { description: 'Under way, or waiting for its next attempt' }),
    t.Literal('done'),
    t.Literal('undoing', { description: 'It gave up, and what it made is being taken back' }),
    t.Literal('undone'),
    t.Literal('stuck', { description: 'Something could not be done or taken back: see the follow-ups' }),
  ],
  { examples: ['stuck'] },
)

const Step = t.Object({
  step: t.String(),
  state: t.Union([
    t.Literal('pending'),
    t.Literal('intended'),
    t.Literal('done'),
    t.Literal('failed'),
    t.Literal('undone'),
  ]),
  attempts: t.Number({ description: 'Attempts that did not end well' }),
  result: t.Optional(t.Record(t.String(), t.String())),
  error: t.Optional(t.String()),
  changed_at_utc: t.Optional(Instant),
})

const Compensation = t.Object({
  step: t.String(),
  reason: t.String(),
  state: t.Union([t.Literal('pending'), t.Literal('done'), t.Literal('dead')]),
  attempts: t.Number(),
  last_error: t.Nullable(t.String()),
  updated_at_utc: Instant,
})

const at = '2026-12-01T15:30:00.000Z'
const example = {
  saga_id: '0197287d-2c00-7000-8000-0000000000c1',
  booking_id: '0197287d-2c00-7000-8000-0000000000b1',
  kind: 'confirm' as const,
  revision: 1,
  status: 'undone' as const,
  error: 'ErrorInvalidRecipients: events.create: Graph answers 400',
  steps: [
    { step: 'look', state: 'done' as const, attempts: 0, changed_at_utc: at },
    {
      step: 'zoom_meeting',
      state: 'done' as const,
      attempts: 1,
      result: { provider_meeting_id: '97763643886', join_url: 'https://zoom.us/j/97763643886' },
      changed_at_utc: at,
    },
    {
      step: 'outlook_event',
      state: 'pending' as const,
      attempts: 1,
      error: 'ErrorInvalidRecipients: events.create: Graph answers 400',
      changed_at_utc: at,
    },
  ],
  compensations: [
    {
      step: 'zoom_meeting',
      reason: 'ErrorInvalidRecipients: events.create: Graph answers 400',
      state: 'done' as const,
      attempts: 0,
      last_error: null,
      updated_at_utc: at,
    },
  ],
  created_at_utc: at,
  updated_at_utc: at,
}

/** A saga as admins read it: each step with its attempts, and what was taken back. */
export const SagaReply = t.Object(
  {
    saga_id: t.String(),
    booking_id: t.String(),
    kind: t.Union([t.Literal('confirm'), t.Literal('reschedule'), t.Literal('cancel'), t.Literal('follow')]),
    revision: t.Number({ description: 'The revision of the booking that it brings about' }),
    status: SagaStatus,
    error: t.Nullable(t.String({ description: 'Why it gave up' })),
    steps: t.Array(Step),
    compensations: t.Array(Compensation, { description: 'In the order in which they are done' }),
    created_at_utc: Instant,
    updated_at_utc: Instant,
  },
  { examples: [example] },
)

/** The reply for a saga. */
export function sagaReply(saga: SagaStory) {
  const { id, booking_id, kind, revision, status, error, steps, compensations } = saga
  return {
    saga_id: id,
    booking_id,
    kind,
    revision,
    status,
    error,
    steps: steps.map(({ unsure_since_utc: _, ...step }) => step),
    compensations: compensations.map(({ step, reason, state, attempts, last_error, updated_at_utc }) => ({
      step,
      reason,
      state,
      attempts,
      last_error,
      updated_at_utc: updated_at_utc.toISOString(),
    })),
    created_at_utc: saga.created_at_utc.toISOString(),
    updated_at_utc: saga.updated_at_utc.toISOString(),
  }
}

import { t } from 'elysia'
import { Instant } from '../fields.ts'

const STATUSES = ['pending', 'running', 'done', 'dead', 'canceled'] as const

export const Status = t.Union(STATUSES.map((status) => t.Literal(status)))
export const Kind = t.String({ maxLength: 100, examples: ['send_letter'] })

const summary = {
  id: t.String(),
  kind: t.String(),
  status: t.String({ enum: [...STATUSES] }),
  priority: t.Integer({ description: 'Lower goes first' }),
  key: t.Nullable(t.String({ description: 'Two jobs of one kind and key never run at once' })),
  attempts: t.Integer(),
  last_error: t.Nullable(t.String()),
  run_at_utc: Instant,
  created_at_utc: Instant,
  finished_at_utc: t.Nullable(Instant),
}

const example = {
  id: '4711',
  kind: 'send_letter',
  status: 'dead',
  priority: 100,
  key: null,
  attempts: 10,
  last_error: 'smtp_refused: The server refused the recipient',
  run_at_utc: '2026-06-02T08:00:00.000Z',
  created_at_utc: '2026-06-01T08:00:00.000Z',
  finished_at_utc: '2026-06-02T08:00:01.000Z',
}

/** A job in a list. */
export const JobReply = t.Object(summary, { examples: [example] })

const FailedAttemptReply = t.Object({
  attempt: t.Integer(),
  at_utc: Instant,
  worker: t.String({ description: 'The process that held it' }),
  outcome: t.String({ enum: ['retry', 'dead', 'rescued'] }),
  error: t.String(),
})

/** A job in full. */
export const JobDetailReply = t.Object(
  {
    ...summary,
    payload: t.Unknown(),
    history: t.Array(FailedAttemptReply, { description: 'The attempts that did not end well, oldest first' }),
    locked_by: t.Nullable(t.String({ description: 'The process that does it now' })),
    locked_until_utc: t.Nullable(Instant),
  },
  {
    examples: [
      {
        ...example,
        payload: { letter: 'verification' },
        history: [
          {
            attempt: 10,
            at_utc: '2026-06-02T08:00:01.000Z',
            worker: 'web-1:812:Zk3v',
            outcome: 'dead',
            error: 'smtp_refused: The server refused the recipient',
          },
        ],
        locked_by: null,
        locked_until_utc: null,
      },
    ],
  },
)

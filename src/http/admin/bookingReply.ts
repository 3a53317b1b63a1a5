import { t } from 'elysia'
import { bookingFields, EXAMPLE } from '../booking/replies.ts'
import { Instant } from '../fields.ts'

/** Whether the customer came. */
export const Outcome = t.Union([t.Literal('attended'), t.Literal('no_show')])

const example = {
  ...EXAMPLE,
  attendance: null,
  attendance_suggestion: null,
  assignment: {
    winner: 'berlin',
    candidates: [{ salesperson: 'berlin', load: 3, last_booked_at_utc: null }],
  },
  saga_id: null,
}

/** A booking as an admin reads it. */
export const AdminBookingReply = t.Object(
  {
    ...bookingFields,
    attendance: t.Nullable(
      t.Object({ outcome: Outcome, note: t.Optional(t.String()), recorded_at_utc: Instant }),
    ),
    attendance_suggestion: t.Nullable(Outcome),
    assignment: t.Object({
      asked_for: t.Optional(t.String()),
      winner: t.String(),
      candidates: t.Array(
        t.Object({ salesperson: t.String(), load: t.Number(), last_booked_at_utc: t.Nullable(Instant) }),
      ),
    }),
    saga_id: t.Nullable(t.String()),
  },
  { examples: [example] },
)

/** The salesperson's own way into the Zoom meeting. */
export const StartLinkReply = t.Object(
  { start_url: t.String(), expires_at_utc: Instant },
  {
    examples: [
      { start_url: 'https://zoom.us/s/97763643886?zak=…', expires_at_utc: '2026-12-01T16:15:00.000Z' },
    ],
  },
)

/** Each rule of a slot with pass or fail. */
export const ExplanationReply = t.Object(
  {
    salesperson: t.String(),
    meeting_type: t.String(),
    at_utc: Instant,
    offered: t.Boolean(),
    calendar_readable: t.Boolean(),
    rules: t.Array(t.Object({ rule: t.String(), passed: t.Boolean(), detail: t.String() })),
  },
  {
    examples: [
      {
        salesperson: 'berlin',
        meeting_type: 'intro-zoom',
        at_utc: '2026-12-01T14:30:00.000Z',
        offered: false,
        calendar_readable: true,
        rules: [{ rule: 'busy', passed: false, detail: 'Taken from 15:00 to 16:00' }],
      },
    ],
  },
)

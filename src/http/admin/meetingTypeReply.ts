import { t } from 'elysia'
import { slugsOf } from '../../tenants/meetingType.ts'
import type { MeetingType, TenantConfig } from '../../tenants/tenantConfig.ts'
import { Instant, Slug, whole, words } from '../fields.ts'

const DAY = 24 * 60

const Location = t.Object(
  {
    kind: t.Union([t.Literal('zoom'), t.Literal('teams'), t.Literal('phone'), t.Literal('in_person')]),
    detail: t.Optional(words(500, 'Where, when in person; who calls whom, on the phone')),
  },
  { examples: [{ kind: 'zoom' }] },
)

const Question = t.Object({
  id: t.String({
    maxLength: 40,
    pattern: '^[a-z][a-z0-9_]*$',
    'x-is': 'lower-case letters, digits and underscores',
    description: 'Names the answer',
  }),
  label: words(200, 'As customers read it'),
  kind: t.Union([
    t.Literal('text'),
    t.Literal('long_text'),
    t.Literal('choice'),
    t.Literal('yes_no'),
    t.Literal('phone'),
  ]),
  required: t.Boolean(),
  choices: t.Optional(t.Array(words(100, 'One choice'), { maxItems: 50 })),
})

const required = {
  name: words(100, 'As customers see it'),
  length_minutes: whole(5, 12 * 60, 'How long it takes'),
  location: Location,
  salespersons: t.Array(t.String(), {
    minItems: 1,
    maxItems: 100,
    description: 'Slugs of those who offer it, in the order in which customers see them',
  }),
}

const optional = {
  description: t.String({ maxLength: 2000 }),
  slot_step_minutes: whole(5, DAY, 'Starts lie this far apart; the length, at most 30, when left out'),
  buffer_before_minutes: whole(0, 8 * 60, 'Kept free before'),
  buffer_after_minutes: whole(0, 8 * 60, 'Kept free after'),
  minimum_notice_minutes: whole(0, 60 * DAY, 'A slot is offered until this long before it starts'),
  horizon_days: whole(1, 366, 'A slot is offered this many days ahead'),
  maximum_per_day: t.Nullable(whole(1, 100, 'Most bookings of a salesperson a day; null for no maximum')),
  hold_minutes: whole(1, 120, 'How long a hold waits for the proof of the address'),
  cancel_notice_minutes: whole(0, 60 * DAY, 'Customers may cancel until this long before the start'),
  reschedule_notice_minutes: whole(0, 60 * DAY, 'Customers may reschedule until this long before the start'),
  questions: t.Array(Question, { maxItems: 20, description: 'What customers are asked' }),
  staffing: t.Union([t.Literal('one'), t.Literal('all')], {
    description: '`one` of the salespersons meets the customer, or `all` of them do',
  }),
}

const example = {
  slug: 'intro-zoom',
  name: 'Introduction',
  description: 'Half an hour on Zoom to get to know each other.',
  length_minutes: 30,
  slot_step_minutes: 30,
  buffer_before_minutes: 0,
  buffer_after_minutes: 10,
  minimum_notice_minutes: 120,
  horizon_days: 60,
  maximum_per_day: 8,
  hold_minutes: 10,
  cancel_notice_minutes: 60,
  reschedule_notice_minutes: 120,
  location: { kind: 'zoom' as const },
  questions: [{ id: 'company', label: 'Which company are you with?', kind: 'text' as const, required: true }],
  staffing: 'one' as const,
  salespersons: ['berlin', 'vancouver'],
}

export const NewMeetingType = t.Composite(
  [t.Object({ slug: Slug, ...required }), t.Partial(t.Object(optional))],
  {
    examples: [example],
  },
)

export const MeetingTypeChange = t.Partial(t.Object({ ...required, ...optional, active: t.Boolean() }), {
  minProperties: 1,
  examples: [{ length_minutes: 45, maximum_per_day: null }],
})

export const MeetingTypeReply = t.Object(
  {
    slug: t.String(),
    ...required,
    ...optional,
    active: t.Boolean(),
    created_at_utc: Instant,
    updated_at_utc: Instant,
  },
  {
    examples: [
      {
        ...example,
        active: true,
        created_at_utc: '2026-06-01T08:00:00.000Z',
        updated_at_utc: '2026-06-01T08:00:00.000Z',
      },
    ],
  },
)

/** A meeting type as admins see it. */
export function meetingTypeReply(config: TenantConfig, type: MeetingType) {
  const { id: _, tenant_id: __, salesperson_ids: ___, ...said } = type
  return {
    ...said,
    salespersons: slugsOf(config, type),
    created_at_utc: type.created_at_utc.toISOString(),
    updated_at_utc: type.updated_at_utc.toISOString(),
  }
}

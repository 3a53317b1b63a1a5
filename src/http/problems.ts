import type { TSchema } from '@sinclair/typebox'
import { t } from 'elysia'
import { PROBLEMS, type ProblemCode, type ProblemMembers } from '../lib/problem.ts'
import { Instant } from './fields.ts'

type StatusOf<Code extends ProblemCode> = (typeof PROBLEMS)[Code][0]
type ProblemReply = ReturnType<typeof problemReply>

/** The error replies of a route for its `response`: one schema a status, naming the codes that it may carry. */
export function problems<Code extends ProblemCode>(...codes: Code[]): Record<StatusOf<Code>, ProblemReply> {
  const byStatus = Map.groupBy(codes, (code) => PROBLEMS[code][0])
  const replies = [...byStatus].map(([status, same]) => [status, problemReply(status, same)])
  return Object.fromEntries(replies)
}

/** What of a problem's members is shown: how it reads, and an example. */
interface Member {
  schema: TSchema
  example: unknown
  /** True where the code may come without it. */
  optional?: boolean
}

const errorsSuchAs = (path: string, message: string): Member => ({
  schema: t.Array(t.Object({ path: t.String(), message: t.String() }), {
    description: 'What is wrong, and where; every fault at once',
  }),
  example: [{ path, message }],
  optional: true,
})
const rule: Member = {
  schema: t.String({ description: 'Which rule says no; the same words as in `explain`' }),
  example: 'claims',
}
const alternatives: Member = {
  schema: t.Array(Instant, { description: 'The three nearest starts that are offered, or fewer' }),
  example: ['2026-12-01T16:00:00.000Z'],
}
const booking_status: Member = {
  schema: t.String({ description: 'The state that the booking is in' }),
  example: 'canceled',
}

/** The members of lib/problem.ts, as the document tells them. */
const MEMBERS: { [Code in keyof ProblemMembers]: Record<keyof ProblemMembers[Code], Member> } = {
  invalid_request: { errors: errorsSuchAs('customer.email', 'must be an e-mail address') },
  unknown_time_zone: { errors: errorsSuchAs('time_zone', 'Give an IANA time zone, such as Europe/Berlin') },
  invalid_range: { errors: errorsSuchAs('to', 'At most 62 days can be listed at once') },
  conflict: { errors: errorsSuchAs('slug', 'is taken: "intro-zoom" exists already') },
  slot_taken: { rule, alternatives },
  slot_not_offered: { rule: { ...rule, example: 'open_hours' }, alternatives },
  calendar_unavailable: {
    salespersons: {
      schema: t.Array(t.String(), { description: 'Slugs of those whose calendar cannot be read' }),
      example: ['berlin'],
      optional: true,
    },
  },
  token_expired: {
    booking_id: {
      schema: t.String({ description: 'The booking, for which `POST …/links` sends fresh links' }),
      example: '0197287d-2c00-7000-8000-0000000000b1',
      optional: true,
    },
  },
  token_used: { booking_status: { ...booking_status, example: 'confirmed', optional: true } },
  wrong_state: { booking_status },
  notice_too_short: {
    until_utc: {
      schema: t.String({ format: 'date-time', description: 'Until when it was possible' }),
      example: '2026-11-30T15:30:00.000Z',
    },
  },
  code_wrong: {
    tries_left: { schema: t.Integer({ description: 'How often one may still try' }), example: 4 },
  },
  rate_limited: {
    retry_after_s: {
      schema: t.Integer({ description: 'After how many seconds it works; else see `Retry-After`' }),
      example: 30,
      optional: true,
    },
  },
  zoom_refused: {
    zoom_code: { schema: t.String({ description: 'What is wrong; stable' }), example: 'zoom_scopes_missing' },
    advice: {
      schema: t.String({ description: 'What to do about it' }),
      example: 'Add it to the app in the Zoom App Marketplace and activate the app again.',
      optional: true,
    },
  },
  internal: {
    request_id: {
      schema: t.String({ description: 'By which the operator finds the failure in the log' }),
      example: '0197287d-2c00-7000-8000-0000000000e1',
    },
  },
}

/** The schema of a refusal with this status, which may carry any of these codes. */
export function problemReply(status: number, codes: ProblemCode[]) {
  const description = codes.map((code) => `\`${code}\`: ${PROBLEMS[code][1]}.`).join(' ')
  return t.Object(
    {
      type: t.String(),
      title: t.String(),
      status: t.Number(),
      detail: t.String(),
      code: t.String({ enum: codes }),
      ...membersOf(codes),
    },
    { description, examples: codes.map((code) => exampleOf(code, status)) },
  )
}

/** The members that any of these codes may have; required where all of them always do. */
function membersOf(codes: ProblemCode[]): Record<string, TSchema> {
  const all = codes.map(membersWith)
  const found = new Map(all.flatMap((members) => Object.entries(members)))
  const shown = [...found].map(([name, { schema }]): [string, TSchema] => {
    const always = all.every((members) => members[name] && !members[name].optional)
    return [name, always ? schema : t.Optional(schema)]
  })
  return Object.fromEntries(shown)
}

function membersWith(code: ProblemCode): Record<string, Member> {
  return code in MEMBERS ? MEMBERS[code as keyof ProblemMembers] : {}
}

function exampleOf(code: ProblemCode, status: number) {
  const title = PROBLEMS[code][1]
  const said = Object.entries(membersWith(code)).map(([name, { example }]) => [name, example])
  return {
    type: `urn:holdfast:problem:${code}`,
    title,
    status,
    detail: title,
    code,
    ...Object.fromEntries(said),
  }
}

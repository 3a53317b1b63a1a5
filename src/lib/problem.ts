/** Every code a caller may see, with its HTTP status and title (RFC 9457). Codes are stable; titles may change. */
export const PROBLEMS = {
  invalid_request: [422, 'The request is not valid'],
  malformed_json: [400, 'The body is not valid JSON'],
  notification_malformed: [400, 'The body is no list of notifications'],
  body_too_large: [413, 'The body is too large'],
  body_too_slow: [408, 'The body did not come in time'],
  body_incomplete: [400, 'The body was cut short'],
  unsupported_media_type: [415, 'The body is of another type than is taken here'],
  not_found: [404, 'There is nothing here'],
  method_not_allowed: [405, 'This method is not allowed here'],
  tenant_not_found: [404, 'There is no such tenant'],
  meeting_type_not_found: [404, 'There is no such meeting type'],
  salesperson_not_found: [404, 'There is no such salesperson'],
  booking_not_found: [404, 'There is no such booking'],
  unknown_time_zone: [422, 'This time zone is not known'],
  invalid_range: [422, 'The range of dates is not valid'],
  slot_not_offered: [409, 'This time is not offered'],
  slot_taken: [409, 'This time has just been taken'],
  calendar_unavailable: [503, 'The calendar cannot be read now'],
  idempotency_key_missing: [400, 'The header Idempotency-Key is required'],
  idempotency_key_invalid: [400, 'The header Idempotency-Key is not valid'],
  idempotency_key_reused: [409, 'This idempotency key was used with another body'],
  idempotency_in_progress: [409, 'The first request with this key is still running'],
  token_missing: [401, 'A token is required'],
  token_malformed: [400, 'The token cannot be read'],
  token_forged: [401, 'The token is not genuine'],
  token_expired: [410, 'The token has expired'],
  token_foreign: [401, 'The token belongs elsewhere'],
  token_wrong_purpose: [403, 'The token is for another purpose'],
  token_used: [409, 'The token was used already'],
  code_wrong: [403, 'The code is not right'],
  code_exhausted: [403, 'The code was wrong too often'],
  hold_expired: [410, 'The hold has expired'],
  notice_too_short: [409, 'It is too late for this change'],
  wrong_state: [409, 'The booking is not in a state that allows this'],
  confirmation_failed: [503, 'The meeting could not be set up'],
  zoom_refused: [502, 'Zoom refuses this'],
  conflict: [409, 'This conflicts with what exists'],
  unauthorized: [401, 'The admin key is missing or wrong'],
  webhook_refused: [401, 'The delivery is not genuine'],
  misdirected_request: [421, 'This name is not served here'],
  rate_limited: [429, 'Too many requests'],
  unavailable: [503, 'Try again in a moment'],
  internal: [500, 'Something went wrong on our side'],
} as const satisfies Record<string, readonly [status: number, title: string]>

export type ProblemCode = keyof typeof PROBLEMS

/** A fault in the caller's input: `path` is a JSON pointer-like path such as `customer.email`. */
export interface Fault {
  path: string
  message: string
}

/** What problems of these codes say beside the standard members (RFC 9457); every other code says nothing more. */
export interface ProblemMembers {
  invalid_request: { errors?: Fault[] }
  unknown_time_zone: { errors?: Fault[] }
  invalid_range: { errors?: Fault[] }
  conflict: { errors?: Fault[] }
  slot_taken: { rule: string; alternatives: string[] }
  slot_not_offered: { rule: string; alternatives: string[] }
  calendar_unavailable: { salespersons?: string[] }
  token_expired: { booking_id?: string }
  token_used: { booking_status?: string }
  wrong_state: { booking_status: string }
  notice_too_short: { until_utc: string }
  code_wrong: { tries_left: number }
  rate_limited: { retry_after_s?: number }
  zoom_refused: { zoom_code: string; advice?: string }
  internal: { request_id: string }
}

/** Headers that a problem is answered with, beside what it says. */
type WithHeaders = { headers?: Record<string, string> }

type MoreOf<Code extends ProblemCode> = WithHeaders &
  (Code extends keyof ProblemMembers ? ProblemMembers[Code] : unknown)

/** A code, its detail, and what its members are; these may be left out where all of them may. */
type Saying<Code extends ProblemCode> =
  WithHeaders extends MoreOf<Code>
    ? [code: Code, detail: string, more?: MoreOf<Code>]
    : [code: Code, detail: string, more: MoreOf<Code>]

type AnySaying = { [Code in ProblemCode]: Saying<Code> }[ProblemCode]

/** What a caller may know about a refusal. Everything that is not a `Problem` is `internal` and logged. */
export class Problem extends Error {
  readonly code: ProblemCode
  readonly detail: string
  readonly more: WithHeaders & { errors?: Fault[]; [member: string]: unknown }
  readonly status: number
  readonly title: string
  constructor(...[code, detail, more = {}]: AnySaying) {
    super(`${code}: ${detail}`)
    this.name = 'Problem'
    this.code = code
    this.detail = detail
    this.more = more
    const [status, title] = PROBLEMS[code]
    this.status = status
    this.title = title
  }
}

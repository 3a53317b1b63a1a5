import { z } from 'zod'
import type { Failure } from '../lib/failure.ts'
import { DAY_MS } from '../scheduling/date.ts'
import { type ZoomFailureCode, zoomFailure } from './advice.ts'

/** What Zoom answered, read to the end. */
export interface ZoomReply {
  status: number
  header(name: string): string | null
  /** The body as JSON, or `undefined` when it is none. */
  json: unknown
}

const ApiError = z.object({
  code: z.number(),
  message: z.string().default(''),
  errors: z.array(z.object({ field: z.string().optional() })).default([]),
})

/** What stands for a body that is no error of the API, such as a proxy's page. */
const NO_ERROR = { code: 0, message: '', errors: [] }

/** How long a meeting that is being held is left alone before its deletion is tried again. */
const RUNNING_RETRY_MS = 15 * 60_000

/** Zoom's own numbers ("Error Codes" of its API reference), as our codes. */
const API_CODES: Record<number, ZoomFailureCode> = {
  124: 'zoom_token_refused',
  300: 'zoom_request_invalid',
  1001: 'zoom_user_unknown',
  1010: 'zoom_user_unknown',
  3001: 'meeting_gone',
  3002: 'zoom_meeting_running',
  3007: 'meeting_gone',
  3161: 'zoom_meetings_not_allowed',
  4700: 'zoom_scopes_missing',
  4711: 'zoom_scopes_missing',
}

/** The failure that a reply of the API outside 2xx stands for. */
export function apiRefusal(reply: ZoomReply, now_ms: number): Failure {
  const { code, message, errors } = ApiError.catch(NO_ERROR).parse(reply.json)
  const detail = detailOf(reply)
  const said = `(HTTP ${reply.status}${code === 0 ? '' : `, code ${code}`})`
  if (reply.status === 429) return throttled(reply, message, now_ms, said)
  if (reply.status >= 500 || reply.status === 408) return zoomFailure('zoom_error', said, detail)
  if (aboutAccount(message)) return zoomFailure('zoom_account_suspended', said, detail)
  const ours = API_CODES[code] ?? (reply.status === 401 ? 'zoom_token_refused' : 'zoom_refused')
  switch (ours) {
    case 'zoom_scopes_missing':
      return zoomFailure(ours, `${scopesNamed(message)}${said}`, detail)
    case 'zoom_meeting_running':
      return zoomFailure(ours, said, { ...detail, retry_after_ms: RUNNING_RETRY_MS })
    case 'zoom_request_invalid':
      return zoomFailure(aboutZone(errors) ? 'zoom_zone_unknown' : ours, said, detail)
    default:
      return zoomFailure(ours, said, detail)
  }
}

function aboutZone(errors: { field?: string }[]): boolean {
  return errors.some((error) => error.field === 'timezone')
}

const OAuthError = z.object({ error: z.string().default(''), reason: z.string().default('') })

/** The failure that a reply of the token endpoint outside 2xx stands for; its errors have a shape of their own. */
export function oauthRefusal(reply: ZoomReply, now_ms: number): Failure {
  const detail = detailOf(reply)
  const { error, reason } = OAuthError.catch({ error: '', reason: '' }).parse(reply.json)
  const said = `(HTTP ${reply.status}${/^[a-z_]+$/.test(error) ? `, ${error}` : ''})`
  if (reply.status === 429) return throttled(reply, '', now_ms, said)
  if (reply.status >= 500) return zoomFailure('zoom_error', said, detail)
  return zoomFailure(oauthCode(error, reason), said, detail)
}

/** Zoom gives several causes one `error`, and tells them apart in words alone ("OAuth error messages"). */
function oauthCode(error: string, reason: string): ZoomFailureCode {
  if (aboutAccount(reason)) return 'zoom_account_suspended'
  if (/disabled|deactivated/i.test(reason)) return 'zoom_app_disabled'
  if (error === 'unsupported_grant_type') return 'zoom_app_wrong_kind'
  if (error === 'invalid_client') return 'zoom_credentials_wrong'
  if (error === 'invalid_request') return 'zoom_account_unknown'
  return 'zoom_refused'
}

function aboutAccount(words: string): boolean {
  return /account.*(suspend|inactive|not active|deactivat|terminated)/i.test(words)
}

/** Only names of scopes are taken over from Zoom's words: the rest may name a person. */
function scopesNamed(message: string): string {
  const named = message.match(/\b[a-z_]+(?::[a-z_]+){1,3}\b/g)
  return named ? `Zoom asks for: ${[...new Set(named)].slice(0, 10).join(', ')}. ` : ''
}

/** A daily limit is final for that day; one per second passes. Headers tell, else the words do. */
function throttled(reply: ZoomReply, message: string, now_ms: number, said: string): Failure {
  const wait_ms = retryAfter(reply.header('retry-after'), now_ms)
  const daily = reply.header('x-ratelimit-type')?.toLowerCase() === 'daily-limit' || /daily/i.test(message)
  const detail = detailOf(reply)
  if (!daily) return zoomFailure('zoom_rate_limited', said, { ...detail, retry_after_ms: wait_ms ?? 1_000 })
  return zoomFailure('zoom_daily_limit', said, {
    ...detail,
    retry_after_ms: wait_ms ?? DAY_MS - (now_ms % DAY_MS),
  })
}

/** `Retry-After` in milliseconds from now: seconds (RFC 9110 §10.2.3), or an ISO date as Zoom sends it. */
function retryAfter(header: string | null, now_ms: number): number | undefined {
  if (header === null || header.trim() === '') return undefined
  const seconds = Number(header)
  const wait_ms = Number.isNaN(seconds) ? Date.parse(header) - now_ms : seconds * 1000
  return Number.isNaN(wait_ms) ? undefined : Math.min(Math.max(Math.ceil(wait_ms), 0), 2 * DAY_MS)
}

function detailOf(reply: ZoomReply): Failure['detail'] {
  return { status: reply.status, request_id: reply.header('x-zm-trackingid') ?? undefined }
}

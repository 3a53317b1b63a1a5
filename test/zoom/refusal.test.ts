import { describe, expect, test } from 'bun:test'
import { isFinal, outcomeUnknown } from '../../src/lib/failure.ts'
import { ZOOM_FAILURES } from '../../src/zoom/advice.ts'
import { apiRefusal, oauthRefusal, type ZoomReply } from '../../src/zoom/refusal.ts'
import { missingScopes } from '../../src/zoom/scopes.ts'
import { zoomAdvice } from '../../src/zoom/zoom.ts'

const NOW = Date.parse('2026-05-01T22:30:00Z')
const HOUR = 3_600_000

function reply(status: number, json: unknown, headers: Record<string, string> = {}): ZoomReply {
  return { status, json, header: (name) => new Headers(headers).get(name) }
}

describe('the API', () => {
  test.each([
    [401, { code: 124, message: 'Access token is expired.' }, 'retry', 'zoom_token_refused'],
    [400, { code: 300, message: 'Validation Failed.' }, 'permanent', 'zoom_request_invalid'],
    [400, { code: 300, message: '', errors: [{ field: 'timezone' }] }, 'permanent', 'zoom_zone_unknown'],
    [
      404,
      { code: 1001, message: 'User does not exist: eve@acme.example.' },
      'permanent',
      'zoom_user_unknown',
    ],
    [400, { code: 1010, message: 'User not found' }, 'permanent', 'zoom_user_unknown'],
    [404, { code: 3001, message: 'Meeting does not exist' }, 'permanent', 'meeting_gone'],
    [400, { code: 3007, message: 'it has ended' }, 'permanent', 'meeting_gone'],
    [400, { code: 3002, message: 'in progress' }, 'retry', 'zoom_meeting_running'],
    [400, { code: 3161, message: 'not allowed' }, 'permanent', 'zoom_meetings_not_allowed'],
    [400, { code: 4711, message: 'does not contain scopes:[a:b].' }, 'permanent', 'zoom_scopes_missing'],
    [401, { code: 4700, message: '' }, 'permanent', 'zoom_scopes_missing'],
    [403, { code: 9, message: 'Your account has been suspended' }, 'permanent', 'zoom_account_suspended'],
    [400, { code: 3003, message: 'You are not the meeting host' }, 'permanent', 'zoom_refused'],
    [404, undefined, 'permanent', 'zoom_refused'],
    [401, undefined, 'retry', 'zoom_token_refused'],
    [408, undefined, 'retry', 'zoom_error'],
    [500, { code: 300, message: 'x' }, 'retry', 'zoom_error'],
    [503, undefined, 'retry', 'zoom_error'],
  ] as const)('%i %j is %s %s', (status, json, kind, code) => {
    const failure = apiRefusal(reply(status, json), NOW)
    expect([failure.kind, failure.code]).toEqual([kind, code])
    expect(failure.detail.status).toBe(status)
  })

  test('the message says what to do and the numbers, but repeats no address of Zoom', () => {
    const words = { code: 1001, message: 'User does not exist: eve@acme.example.' }
    const failure = apiRefusal(reply(404, words, { 'x-zm-trackingid': 'T1' }), NOW)
    expect(failure.message).toContain(zoomAdvice('zoom_user_unknown') ?? 'none')
    expect(failure.message).toContain('(HTTP 404, code 1001)')
    expect(failure.message).not.toContain('eve')
    expect(failure.detail.request_id).toBe('T1')
  })

  test('missing scopes are named', () => {
    const message =
      'Invalid access token, does not contain scopes:[meeting:write:meeting:admin, meeting:write].'
    expect(apiRefusal(reply(400, { code: 4711, message }), NOW).message).toContain(
      'Zoom asks for: meeting:write:meeting:admin, meeting:write.',
    )
  })

  test('a meeting that runs is left alone for a quarter of an hour', () => {
    const failure = apiRefusal(reply(400, { code: 3002, message: '' }), NOW)
    expect(failure.detail.retry_after_ms).toBe(HOUR / 4)
  })
})

describe('limits', () => {
  const daily = { code: 429, message: 'You have exceeded the daily rate limit (100) of ... requests' }
  const second = { code: 429, message: 'You have reached the maximum per-second rate limit for this API.' }

  test.each([
    [
      'a date and its type',
      daily,
      { 'retry-after': '2026-05-02T00:00:00Z', 'x-ratelimit-type': 'Daily-limit' },
    ],
    ['a type alone', {}, { 'x-ratelimit-type': 'Daily-limit' }],
    ['words alone', daily, {}],
  ])('a daily limit told by %s is final until the day ends', (_, json, headers) => {
    const failure = apiRefusal(reply(429, json, headers), NOW)
    expect(failure.code).toBe('zoom_daily_limit')
    expect(isFinal(failure)).toBe(true)
    expect(failure.detail.retry_after_ms).toBe(1.5 * HOUR)
  })

  test.each([
    ['no header', {}, 1_000],
    ['seconds', { 'retry-after': '2.5' }, 2_500],
    ['a date', { 'retry-after': '2026-05-01T22:30:04Z', 'x-ratelimit-type': 'QPS' }, 4_000],
    ['a date long gone', { 'retry-after': '2020-01-01T00:00:00Z' }, 0],
    ['nonsense', { 'retry-after': 'soon' }, 1_000],
    ['an endless time', { 'retry-after': '9999999999' }, 48 * HOUR],
  ] as [string, Record<string, string>, number][])(
    'a limit per second with %s is retried',
    (_, headers, wait_ms) => {
      const failure = apiRefusal(reply(429, second, headers), NOW)
      expect([failure.kind, failure.code]).toEqual(['retry', 'zoom_rate_limited'])
      expect(failure.detail.retry_after_ms).toBe(wait_ms)
    },
  )

  test('the token endpoint has limits too', () => {
    expect(oauthRefusal(reply(429, undefined, { 'retry-after': '3' }), NOW).detail.retry_after_ms).toBe(3_000)
  })
})

describe('the token endpoint', () => {
  test.each([
    [{ reason: 'Invalid client_id or client_secret', error: 'invalid_client' }, 'zoom_credentials_wrong'],
    [{ reason: 'Bad Request', error: 'invalid_request' }, 'zoom_account_unknown'],
    [{ reason: 'unsupported grant type', error: 'unsupported_grant_type' }, 'zoom_app_wrong_kind'],
    [{ reason: 'The app has been disabled', error: 'invalid_client' }, 'zoom_app_disabled'],
    [{ reason: 'The account is suspended', error: 'invalid_request' }, 'zoom_account_suspended'],
    [{ reason: 'Something new', error: 'brand_new' }, 'zoom_refused'],
    [undefined, 'zoom_refused'],
  ] as const)('%j is %s', (json, code) => {
    const failure = oauthRefusal(reply(400, json), NOW)
    expect([failure.kind, failure.code]).toEqual(['permanent', code])
  })

  test('its own failures are retried', () => {
    expect(oauthRefusal(reply(502, undefined), NOW).code).toBe('zoom_error')
  })

  test('the message repeats none of its words', () => {
    const failure = oauthRefusal(reply(400, { reason: 'secret-123', error: 'secret-456' }), NOW)
    expect(failure.message).not.toContain('secret-')
  })
})

test('each failure says in a sentence what it is and what to do', () => {
  for (const [, what, advice] of Object.values(ZOOM_FAILURES)) {
    expect(what).toMatch(/^[A-Z].*\.$/)
    expect(advice).toMatch(/^[A-Z].*\.$/)
  }
  expect(zoomAdvice('toString')).toBeUndefined()
})

test('only after silence or a broken answer is the outcome unknown', () => {
  expect(outcomeUnknown(apiRefusal(reply(500, undefined), NOW))).toBe(true)
  expect(outcomeUnknown(new TypeError('anything'))).toBe(true)
  expect(outcomeUnknown(apiRefusal(reply(429, undefined), NOW))).toBe(false)
  expect(outcomeUnknown(apiRefusal(reply(400, { code: 300, message: '' }), NOW))).toBe(false)
})

test('classic scopes do as well as granular ones, and what lacks is named', () => {
  expect(missingScopes(['meeting:write:admin', 'meeting:read:admin'])).toEqual([])
  expect(missingScopes(['meeting:write:admin', 'meeting:read:meeting:admin'])).toEqual([
    'meeting:read:list_meetings:admin',
  ])
  expect(missingScopes([])).toHaveLength(5)
})

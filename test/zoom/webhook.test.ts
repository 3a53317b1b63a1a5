import { describe, expect, test } from 'bun:test'
import { createHmac } from 'node:crypto'
import { readZoomNews, type ZoomNews } from '../../src/zoom/zoom.ts'

const NOW = Date.parse('2026-05-01T10:00:00Z')
const SECRET = 'webhook-secret-token'
const bytes = (text: string) => new TextEncoder().encode(text)

/** Signed here by hand, as Zoom's documentation says, and not by the code under test. */
function signed(raw: string, timestamp = String(NOW / 1000), secret = SECRET) {
  const signature = `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:${raw}`).digest('hex')}`
  return { raw: bytes(raw), signature, timestamp }
}

const read = (message: unknown): ZoomNews => readZoomNews(signed(JSON.stringify(message)), SECRET, NOW)

const joined = {
  event: 'meeting.participant_joined',
  event_ts: NOW - 1_000,
  payload: {
    account_id: 'acc',
    object: {
      id: '97763643886',
      uuid: 'aDYlohsHRtCd4ii1uC2+hA==',
      host_id: 'H1',
      participant: { id: '', user_id: '16778240', user_name: 'Jo', email: 'Jo@Customer.example' },
    },
  },
}
const withParticipant = (participant: object) => ({
  ...joined,
  payload: { ...joined.payload, object: { ...joined.payload.object, participant } },
})

describe('a delivery that is not believed', () => {
  const raw = JSON.stringify(joined)
  const good = signed(raw)

  test.each([
    ['no signature', { ...good, signature: undefined }],
    ['no timestamp', { ...good, timestamp: undefined }],
    ['another secret', signed(raw, undefined, 'guess')],
    ['a changed byte', { ...good, raw: bytes(raw.replace('97763643886', '97763643887')) }],
    ['another timestamp', { ...good, timestamp: String(NOW / 1000 + 1) }],
    ['a shorter signature', { ...good, signature: good.signature.slice(0, -1) }],
    ['the bare hex', { ...good, signature: good.signature.slice(3) }],
    ['an empty signature', { ...good, signature: '' }],
  ])('%s: forged', (_, delivery) => {
    expect(readZoomNews(delivery, SECRET, NOW)).toEqual({ kind: 'refused', reason: 'forged' })
  })

  test('without a secret of our own everything is forged', () => {
    for (const secret of [undefined, '']) {
      expect(readZoomNews(signed(raw, undefined, ''), secret, NOW)).toEqual({
        kind: 'refused',
        reason: 'forged',
      })
    }
  })

  test.each([
    [-300, 'participant_joined'],
    [300, 'participant_joined'],
    [-301, 'refused'],
    [301, 'refused'],
  ])('a timestamp %i s from now: %s', (off_s, kind) => {
    expect(readZoomNews(signed(raw, String(NOW / 1000 + off_s)), SECRET, NOW).kind).toBe(kind as 'refused')
  })

  test.each(['', 'now', '1e9', String(NOW), '-1777629600', ' 1777629600'])(
    'the timestamp %j, though signed: stale',
    (timestamp) => {
      expect(readZoomNews(signed(raw, timestamp), SECRET, NOW)).toEqual({ kind: 'refused', reason: 'stale' })
    },
  )

  test.each(['', 'no json', '[]', '{}', '{"event":7}'])('the body %j, though signed: malformed', (body) => {
    expect(readZoomNews(signed(body), SECRET, NOW)).toEqual({ kind: 'refused', reason: 'malformed' })
  })

  test('the signature is over the bytes, so JSON spelled differently is another delivery', () => {
    const spaced = { ...good, raw: bytes(JSON.stringify(joined, null, 1)) }
    expect(readZoomNews(spaced, SECRET, NOW).kind).toBe('refused')
  })
})

test('the proof of the URL is the token and its HMAC', () => {
  const plainToken = 'qgg8vlvZRS6UYooatFL8Aw'
  const encryptedToken = createHmac('sha256', SECRET).update(plainToken).digest('hex')
  expect(read({ event: 'endpoint.url_validation', event_ts: NOW, payload: { plainToken } })).toEqual({
    kind: 'url_validation',
    answer: { plainToken, encryptedToken },
  })
  expect(read({ event: 'endpoint.url_validation', payload: {} }).kind).toBe('refused')
})

test('a customer who joined is told with the address in lower case', () => {
  expect(read(joined)).toEqual({
    kind: 'participant_joined',
    news_id: expect.stringMatching(/^[0-9a-f]{64}$/),
    provider_meeting_id: '97763643886',
    account_id: 'acc',
    at_ms: NOW - 1_000,
    is_salesperson: false,
    email: 'jo@customer.example',
  })
})

test('the salesperson is told apart by the id of the user the meeting belongs to', () => {
  expect(read(withParticipant({ id: 'H1', user_id: '1' }))).toMatchObject({ is_salesperson: true })
  expect(read(withParticipant({ id: '', user_id: '1', email: '' }))).toMatchObject({
    is_salesperson: false,
    email: undefined,
  })
})

test('where no salesperson is named nobody is taken for one', () => {
  const { host_id: _, ...object } = withParticipant({ id: '', user_id: '1' }).payload.object
  const message = { ...joined, payload: { ...joined.payload, object } }
  expect(read(message)).toMatchObject({ kind: 'participant_joined', is_salesperson: false })
})

test('a delivery repeated has the same news id, and each participant another', () => {
  const idOf = (news: ZoomNews) => ('news_id' in news ? news.news_id : news.kind)
  expect(idOf(read(joined))).toBe(idOf(read(joined)))
  const ids = [joined, withParticipant({ user_id: '2' }), { ...joined, event: 'meeting.ended' }]
  expect(new Set(ids.map((message) => idOf(read(message)))).size).toBe(3)
})

test.each([
  ['meeting.ended', 'meeting_ended'],
  ['meeting.deleted', 'meeting_deleted'],
])('%s is told as %s, its meeting id as text', (event, kind) => {
  const message = { event, event_ts: NOW, payload: { account_id: 'acc', object: { id: 97763643886 } } }
  expect(read(message)).toMatchObject({ kind: kind as 'meeting_ended', provider_meeting_id: '97763643886' })
})

test('an event nobody waits for is ignored, whatever it carries', () => {
  expect(read({ event: 'meeting.created', payload: 7 })).toEqual({
    kind: 'ignored',
    event: 'meeting.created',
  })
  expect(read({ event: 'toString' })).toEqual({ kind: 'ignored', event: 'toString' })
})

test.each([8.65e15, 1e300, -1, 0.5])('news of %d, which is no instant, are malformed', (event_ts) => {
  expect(read({ ...joined, event_ts })).toEqual({ kind: 'refused', reason: 'malformed' })
})

test.each([
  ['without a meeting', { account_id: 'acc', object: {} }],
  ['with an id that is none', { account_id: 'acc', object: { id: 'x' } }],
])('an event we use %s is malformed', (_, payload) => {
  expect(read({ event: 'meeting.ended', event_ts: NOW, payload }).kind).toBe('refused')
})

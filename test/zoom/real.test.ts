import { afterAll, beforeEach, describe, expect, test } from 'bun:test'
import { stoppedClock } from '../../src/lib/clock.ts'
import { Failure, outcomeUnknown } from '../../src/lib/failure.ts'
import { realZoom } from '../../src/zoom/real.ts'
import { LISTED_AFTER_MS, type MeetingDraft, type Zoom } from '../../src/zoom/zoom.ts'
import { SIM_ACCOUNT, startZoomSimulator } from '../simulators/zoom.ts'

const NOW = Date.parse('2026-10-24T09:00:00Z')
const HOUR = 3_600_000
const clock = stoppedClock(NOW)
const narrow = { ...SIM_ACCOUNT, client_id: 'narrow', scopes: ['meeting:read:admin'] }
const small = {
  ...SIM_ACCOUNT,
  client_id: 'small',
  users: [{ id: 'KdYKjnimT4KPd8FFgQt9FQ', email: 'berlin@acme.example' }],
}
const simulator = await startZoomSimulator({ clock, accounts: [SIM_ACCOUNT, narrow, small] })
const { oauth_url, api_url, world, faults } = simulator
afterAll(() => simulator.stop())

const account = SIM_ACCOUNT
const user = 'berlin@acme.example'
const draft: MeetingDraft = {
  booking_id: '01900000-0000-7000-8000-000000000001',
  user,
  topic: 'Intro',
  start_ms: NOW + 24 * HOUR,
  duration_minutes: 30,
  time_zone: 'Europe/Berlin',
}

let zoom: Zoom
let sent: { url: string; init: RequestInit }[] = []

beforeEach(() => {
  clock.set(NOW)
  faults.clear()
  world.meetings.clear()
  world.used.clear()
  world.unknown_zones.clear()
  world.limits = { per_second: 10_000, daily: 100 }
  world.listed_after_ms = 0
  for (const one of world.accounts) one.trouble = undefined
  simulator.hang(0)
  sent = []
  zoom = client(5_000)
})

function client(deadline_ms: number): Zoom {
  const fetched = (url: string, init: RequestInit) => {
    sent.push({ url, init })
    return fetch(url, init)
  }
  return realZoom({ oauth_url, api_url, fetch: fetched, clock, deadline_ms })
}

async function failureOf(work: Promise<unknown>): Promise<Failure> {
  const error = await work.then(
    (value) => `resolved to ${value}`,
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof Failure)) throw new Error(`Expected a Failure, got ${error}`)
  return error
}
const codeOf = async (work: Promise<unknown>) => (await failureOf(work)).code
const onlyMeeting = () => [...world.meetings.values()][0]

describe('what is sent', () => {
  test('the time in UTC without milliseconds, the zone beside it, the mark first, no personal room', async () => {
    await zoom.create(account, { ...draft, start_ms: NOW + 123, agenda: 'Bring the figures.' })
    expect(sent.at(-1)?.url).toBe(`${api_url}/users/berlin%40acme.example/meetings`)
    expect(JSON.parse(String(sent.at(-1)?.init.body))).toEqual({
      type: 2,
      topic: 'Intro',
      agenda: `Ref: ${draft.booking_id}\n\nBring the figures.`,
      start_time: '2026-10-24T09:00:00Z',
      duration: 30,
      timezone: 'Europe/Berlin',
      settings: { use_pmi: false },
    })
  })

  test('a deletion lets Zoom send no letters', async () => {
    const { provider_meeting_id } = await zoom.create(account, draft)
    await zoom.delete(account, provider_meeting_id)
    const query = new URL(sent.at(-1)?.url ?? '').searchParams
    expect(query.get('schedule_for_reminder')).toBe('false')
    expect(query.get('cancel_meeting_reminder')).toBe('false')
  })

  test('a zone Zoom does not know is replaced by UTC, and the instant stays', async () => {
    world.unknown_zones.add('Europe/Busingen')
    const made = await zoom.create(account, { ...draft, time_zone: 'Europe/Busingen' })
    expect(made.start_ms).toBe(draft.start_ms)
    expect(onlyMeeting()?.timezone).toBe('UTC')
    await zoom.change(account, made.provider_meeting_id, { ...draft, time_zone: 'Europe/Busingen' })
    expect(world.meetings.size).toBe(1)
  })

  test.each(['', '.', '..', 'me'])('the user %j never reaches the path', async (name) => {
    expect(await codeOf(zoom.create(account, { ...draft, user: name }))).toBe('zoom_user_unknown')
    expect(await codeOf(zoom.listMarked(account, name))).toBe('zoom_user_unknown')
    expect(sent).toEqual([])
  })

  test('each reading of a meeting brings a fresh link to start it', async () => {
    const made = await zoom.create(account, draft)
    const found = await zoom.find(account, made.provider_meeting_id)
    expect(found?.start_url).not.toBe(made.start_url)
    expect(found?.join_url).toBe(made.join_url)
  })

  test('meetings that others made are not listed', async () => {
    await zoom.create(account, draft)
    const mine = onlyMeeting()
    if (mine) world.meetings.set(7, { ...mine, id: 7, agenda: 'Yoga' })
    expect(await zoom.listMarked(account, user)).toHaveLength(1)
  })
})

describe('tokens', () => {
  test('one token serves many calls, and twenty first calls at once', async () => {
    const before = world.tokens_given
    await Promise.all(Array.from({ length: 20 }, () => zoom.listMarked(account, user)))
    expect(world.tokens_given - before).toBe(1)
  })

  test('a token refused with code 124 is replaced once, and the call succeeds', async () => {
    await zoom.listMarked(account, user)
    const before = world.tokens_given
    faults.add({ kind: 'unauthorized', on: '/v2/' })
    await zoom.create(account, draft)
    expect(world.tokens_given - before).toBe(1)
    expect(world.meetings.size).toBe(1)
  })

  test('refused twice in a row it is a failure to be retried, not a loop', async () => {
    faults.add({ kind: 'unauthorized', on: '/v2/', times: 5 })
    const failure = await failureOf(zoom.create(account, draft))
    expect([failure.kind, failure.code]).toEqual(['retry', 'zoom_token_refused'])
    expect(faults.pending()[0]?.times).toBe(3)
  })

  test('a token that ran out while unused is not even tried', async () => {
    await zoom.listMarked(account, user)
    clock.advance(HOUR)
    sent = []
    await zoom.listMarked(account, user)
    expect(sent.map(({ url }) => new URL(url).pathname)).toEqual([
      '/oauth/token',
      '/v2/users/berlin%40acme.example/meetings',
    ])
  })
})

describe('a create of unknown outcome', () => {
  test.each(['timeout_before', 'server_error'] as const)(
    '%s: nothing is found, so it is made',
    async (kind) => {
      faults.add({ kind, on: '^POST /v2/' })
      expect(outcomeUnknown(await failureOf(zoom.create(account, draft)))).toBe(true)
      expect(await zoom.findByMark(account, user, draft.booking_id)).toBeUndefined()
    },
  )

  test.each(['timeout_after', 'not_json'] as const)('%s: what was made is found', async (kind) => {
    faults.add({ kind, on: '^POST /v2/' })
    expect(outcomeUnknown(await failureOf(zoom.create(account, draft)))).toBe(true)
    const found = await zoom.findByMark(account, user, draft.booking_id)
    expect(found?.provider_meeting_id).toBe(String(onlyMeeting()?.id))
  })

  test('a new meeting is listed late, but after the time the interface names', async () => {
    world.listed_after_ms = LISTED_AFTER_MS
    await zoom.create(account, draft)
    expect(await zoom.findByMark(account, user, draft.booking_id)).toBeUndefined()
    clock.advance(LISTED_AFTER_MS)
    expect(await zoom.findByMark(account, user, draft.booking_id)).toBeDefined()
  })

  test('silence ends at the deadline', async () => {
    simulator.hang(200)
    faults.add({ kind: 'timeout_after', on: '^POST /v2/' })
    const failure = await failureOf(client(40).create(account, draft))
    expect([failure.kind, failure.code]).toEqual(['retry', 'deadline'])
    expect(world.meetings.size).toBe(1)
  })
})

describe('limits', () => {
  test('the hundred and first creation of a day is final until midnight in UTC, then goes through', async () => {
    world.limits.daily = 3
    const made = await zoom.create(account, draft)
    await zoom.change(account, made.provider_meeting_id, draft)
    await zoom.create(account, draft)
    const failure = await failureOf(zoom.create(account, draft))
    expect([failure.kind, failure.code]).toEqual(['permanent', 'zoom_daily_limit'])
    expect(failure.detail.retry_after_ms).toBe(15 * HOUR)
    expect(outcomeUnknown(failure)).toBe(false)
    expect(await codeOf(zoom.change(account, made.provider_meeting_id, draft))).toBe('zoom_daily_limit')
    await zoom.create(account, { ...draft, user: 'vancouver@acme.example' })
    await zoom.delete(account, made.provider_meeting_id)
    clock.advance(15 * HOUR)
    await zoom.create(account, draft)
  })

  test('too many in a second are to be retried', async () => {
    world.limits.per_second = 2
    await zoom.listMarked(account, user)
    await zoom.listMarked(account, user)
    const failure = await failureOf(zoom.listMarked(account, user))
    expect([failure.kind, failure.code]).toEqual(['retry', 'zoom_rate_limited'])
    clock.advance(1_000)
    await zoom.listMarked(account, user)
  })
})

describe('what is wrong is told by its code', () => {
  test.each([
    ['zoom_credentials_wrong', { client_secret: 'wrong' }],
    ['zoom_credentials_wrong', { client_id: 'nobody' }],
    ['zoom_account_unknown', { account_id: 'other' }],
    ['zoom_scopes_missing', { client_id: 'narrow' }],
  ] as const)('%s with %j', async (code, wrong) => {
    const failure = await failureOf(zoom.create({ ...account, ...wrong }, draft))
    expect([failure.kind, failure.code]).toEqual(['permanent', code])
    expect(`${failure.message}${failure.stack}`).not.toContain(account.client_secret)
  })

  test.each([
    ['zoom_account_suspended', 'suspended'],
    ['zoom_app_disabled', 'app_disabled'],
    ['zoom_app_wrong_kind', 'app_wrong_kind'],
  ] as const)('%s', async (code, trouble) => {
    for (const one of world.accounts) one.trouble = trouble
    expect(await codeOf(zoom.probe(account, user))).toBe(code)
  })

  test('trouble that starts while a token is cached is told as well', async () => {
    await zoom.listMarked(account, user)
    for (const one of world.accounts) one.trouble = 'suspended'
    expect(await codeOf(zoom.create(account, draft))).toBe('zoom_account_suspended')
  })

  test('a user unknown to the account, by id or by address', async () => {
    const theirs = { ...account, client_id: 'small' }
    expect(await codeOf(zoom.probe(theirs, 'eve@acme.example'))).toBe('zoom_user_unknown')
    await zoom.create(theirs, draft)
    expect(await zoom.listMarked(theirs, 'KdYKjnimT4KPd8FFgQt9FQ')).toHaveLength(1)
  })

  test('a probe names the scopes that lack before a booking needs them', async () => {
    const failure = await failureOf(zoom.probe({ ...account, client_id: 'narrow' }, user))
    expect(failure.code).toBe('zoom_scopes_missing')
    expect(failure.message).toContain('meeting:write:meeting:admin')
    expect(failure.message).not.toContain('meeting:read:list_meetings:admin')
  })

  test('a probe sees new scopes at once, whatever token is cached', async () => {
    const grown = { ...account, client_id: 'narrow' }
    expect(await codeOf(zoom.probe(grown, user))).toBe('zoom_scopes_missing')
    for (const one of world.accounts) if (one.client_id === 'narrow') one.scopes = SIM_ACCOUNT.scopes
    expect((await zoom.probe(grown, user)).scopes).toEqual(SIM_ACCOUNT.scopes)
  })

  test('a meeting that is being held is not deleted now, one that has ended is as good as deleted', async () => {
    const { provider_meeting_id } = await zoom.create(account, draft)
    const meeting = onlyMeeting()
    if (meeting) meeting.status = 'started'
    expect(await codeOf(zoom.delete(account, provider_meeting_id))).toBe('zoom_meeting_running')
    if (meeting) meeting.status = 'ended'
    await zoom.delete(account, provider_meeting_id)
  })

  test('a redirect is not followed with the token in hand', async () => {
    const elsewhere = realZoom({
      oauth_url,
      api_url,
      clock,
      deadline_ms: 1_000,
      fetch: async (url, init) => {
        expect(init.redirect).toBe('manual')
        const moved = { status: 302, headers: { location: 'https://evil.example/' } }
        return url === oauth_url ? fetch(url, init) : new Response(null, moved)
      },
    })
    expect(await codeOf(elsewhere.listMarked(account, user))).toBe('zoom_refused')
  })

  test('an answer without end is not read to its end', async () => {
    const mouthful = new Uint8Array(1024 * 1024)
    const endless = () => new ReadableStream({ pull: (stream) => stream.enqueue(mouthful) })
    const flooded = realZoom({
      oauth_url,
      api_url,
      clock,
      deadline_ms: 5_000,
      fetch: async (url, init) => (url === oauth_url ? fetch(url, init) : new Response(endless())),
    })
    expect(await codeOf(flooded.listMarked(account, user))).toBe('zoom_reply_unreadable')
  })

  test('a list whose pages never end is given up', async () => {
    const meetings = { meetings: [], next_page_token: 'again' }
    const endless = realZoom({
      oauth_url,
      api_url,
      clock,
      deadline_ms: 1_000,
      fetch: async (url, init) => (url === oauth_url ? fetch(url, init) : Response.json(meetings)),
    })
    expect(await codeOf(endless.listMarked(account, user))).toBe('zoom_list_too_long')
  })
})

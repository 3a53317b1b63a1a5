import { afterAll, beforeEach, describe, expect, test } from 'bun:test'
import { stoppedClock } from '../../src/lib/clock.ts'
import { Failure } from '../../src/lib/failure.ts'
import { mockZoom } from '../../src/zoom/mock.ts'
import { realZoom } from '../../src/zoom/real.ts'
import type { MeetingDraft, Zoom } from '../../src/zoom/zoom.ts'
import { SIM_ACCOUNT, startZoomSimulator } from '../simulators/zoom.ts'

const NOW = Date.parse('2026-10-24T09:00:00Z')
const HOUR = 3_600_000
const clock = stoppedClock(NOW)
const OTHER = { ...SIM_ACCOUNT, account_id: 'another', client_id: 'another-client' }
const simulator = await startZoomSimulator({ clock, accounts: [SIM_ACCOUNT, OTHER] })
const { oauth_url, api_url } = simulator
afterAll(() => simulator.stop())

const IMPLEMENTATIONS: [string, () => Zoom][] = [
  ['the mock', () => mockZoom({ clock })],
  ['the real client', () => realZoom({ oauth_url, api_url, fetch, clock, deadline_ms: 5_000 })],
]

const account = SIM_ACCOUNT
const user = 'berlin@acme.example'

function draft(change: Partial<MeetingDraft> = {}): MeetingDraft {
  return {
    booking_id: crypto.randomUUID(),
    user,
    topic: 'Intro',
    start_ms: NOW + 24 * HOUR,
    duration_minutes: 30,
    time_zone: 'Europe/Berlin',
    ...change,
  }
}

async function codeOf(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  return error instanceof Failure ? `${error.kind} ${error.code}` : `no Failure: ${error}`
}

describe.each(IMPLEMENTATIONS)('%s', (_, implementation) => {
  let zoom: Zoom
  beforeEach(() => {
    clock.set(NOW)
    simulator.world.meetings.clear()
    simulator.world.used.clear()
    simulator.world.limits.daily = 1_000
    zoom = implementation()
  })

  test('a meeting made has an id of digits, both links, its time and its booking', async () => {
    const wish = draft()
    const meeting = await zoom.create(account, wish)
    expect(meeting.provider_meeting_id).toMatch(/^\d{9,11}$/)
    expect(new URL(meeting.join_url).pathname).toContain(meeting.provider_meeting_id)
    expect(meeting.start_url).toStartWith('https://')
    expect(meeting.start_url).not.toBe(meeting.join_url)
    expect(meeting).toMatchObject({
      booking_id: wish.booking_id,
      start_ms: wish.start_ms,
      duration_minutes: 30,
    })
  })

  test('a second create for one booking makes a second meeting', async () => {
    const wish = draft()
    const first = await zoom.create(account, wish)
    const second = await zoom.create(account, wish)
    expect(second.provider_meeting_id).not.toBe(first.provider_meeting_id)
    expect(await zoom.listMarked(account, user)).toHaveLength(2)
  })

  test.each([
    ['America/Vancouver', '2026-12-15T17:30:00Z'],
    ['Africa/Casablanca', '2027-02-20T08:00:00Z'],
    ['Europe/Berlin', '2026-10-25T00:30:00Z'],
    ['Asia/Kathmandu', '2026-11-02T03:15:00Z'],
  ])('the instant is exact, whatever the zone: %s', async (time_zone, start) => {
    const start_ms = Date.parse(start)
    const made = await zoom.create(account, draft({ time_zone, start_ms }))
    expect(made.start_ms).toBe(start_ms)
    expect((await zoom.find(account, made.provider_meeting_id))?.start_ms).toBe(start_ms)
  })

  test('a topic and an agenda of any length are taken, and the mark is still found', async () => {
    const wish = draft({ topic: '🙂'.repeat(150), agenda: '🙂'.repeat(1_500) })
    const made = await zoom.create(account, wish)
    const found = await zoom.findByMark(account, user, wish.booking_id)
    expect(found?.provider_meeting_id).toBe(made.provider_meeting_id)
  })

  test('a meeting is found by its mark, with the link to start it, by its own user alone', async () => {
    const wish = draft()
    const made = await zoom.create(account, wish)
    await zoom.create(account, draft())
    const found = await zoom.findByMark(account, user, wish.booking_id)
    expect(found?.provider_meeting_id).toBe(made.provider_meeting_id)
    expect(found?.join_url).toBe(made.join_url)
    expect(found?.start_url).toStartWith('https://')
    expect(await zoom.findByMark(account, 'vancouver@acme.example', wish.booking_id)).toBeUndefined()
    expect(await zoom.findByMark(account, user, crypto.randomUUID())).toBeUndefined()
  })

  test('a meeting that is over is no longer upcoming', async () => {
    const wish = draft()
    await zoom.create(account, wish)
    clock.set(wish.start_ms + 29 * 60_000)
    expect(await zoom.listMarked(account, user)).toHaveLength(1)
    clock.set(wish.start_ms + 30 * 60_000)
    expect(await zoom.listMarked(account, user)).toEqual([])
    expect(await zoom.findByMark(account, user, wish.booking_id)).toBeUndefined()
  })

  test('all pages of a long list are read', async () => {
    const wishes = Array.from({ length: 305 }, (_, i) => draft({ start_ms: NOW + (i + 1) * HOUR }))
    await Promise.all(wishes.map((wish) => zoom.create(account, wish)))
    const marks = (await zoom.listMarked(account, user)).map((meeting) => meeting.booking_id)
    expect(marks.toSorted()).toEqual(wishes.map((wish) => wish.booking_id).toSorted())
    const last = wishes[304]?.booking_id ?? ''
    expect((await zoom.findByMark(account, user, last))?.booking_id).toBe(last)
  })

  test('a list never tells the link to start a meeting', async () => {
    await zoom.create(account, draft())
    expect(Object.keys((await zoom.listMarked(account, user))[0] ?? {})).not.toContain('start_url')
  })

  test('a change moves the meeting and leaves id, link and mark', async () => {
    const wish = draft()
    const made = await zoom.create(account, wish)
    const start_ms = NOW + 48 * HOUR
    await zoom.change(account, made.provider_meeting_id, {
      start_ms,
      duration_minutes: 60,
      time_zone: 'America/Vancouver',
    })
    const found = await zoom.find(account, made.provider_meeting_id)
    expect(found).toMatchObject({
      provider_meeting_id: made.provider_meeting_id,
      join_url: made.join_url,
      booking_id: wish.booking_id,
      start_ms,
      duration_minutes: 60,
    })
  })

  test('what is deleted is gone: not found, not listed, not changed, and deleted again with success', async () => {
    const wish = draft()
    const { provider_meeting_id } = await zoom.create(account, wish)
    await zoom.delete(account, provider_meeting_id)
    expect(await zoom.find(account, provider_meeting_id)).toBeUndefined()
    expect(await zoom.findByMark(account, user, wish.booking_id)).toBeUndefined()
    expect(await zoom.listMarked(account, user)).toEqual([])
    expect(await codeOf(zoom.change(account, provider_meeting_id, wish))).toBe('permanent meeting_gone')
    await zoom.delete(account, provider_meeting_id)
  })

  test('an id that never was is gone too', async () => {
    for (const id of ['99999999999', 'not-an-id', '../users/me']) {
      expect(await zoom.find(account, id)).toBeUndefined()
      await zoom.delete(account, id)
      expect(await codeOf(zoom.change(account, id, draft()))).toBe('permanent meeting_gone')
    }
  })

  test('a meeting of another account looks gone, and stays', async () => {
    const wish = draft()
    const { provider_meeting_id: id } = await zoom.create(account, wish)
    expect(await zoom.find(OTHER, id)).toBeUndefined()
    expect(await zoom.findByMark(OTHER, user, wish.booking_id)).toBeUndefined()
    expect(await zoom.listMarked(OTHER, user)).toEqual([])
    expect(await codeOf(zoom.change(OTHER, id, wish))).toBe('permanent meeting_gone')
    await zoom.delete(OTHER, id)
    expect(await zoom.find(account, id)).toMatchObject({ provider_meeting_id: id })
  })

  test('a probe tells the scopes', async () => {
    expect((await zoom.probe(account, user)).scopes.length).toBeGreaterThan(0)
  })
})

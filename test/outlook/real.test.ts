import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'bun:test'
import { systemClock } from '../../src/lib/clock.ts'
import type { EventDraft, Mailbox, Outlook } from '../../src/outlook/outlook.ts'
import { graphOutlook } from '../../src/outlook/real.ts'
import { bundledZones } from '../../src/scheduling/zone.ts'
import { type GraphSimulator, startGraphSimulator } from '../simulators/graph.ts'
import { newGraphWorld } from '../simulators/graphWorld.ts'
import { clientOf } from '../support/graphClient.ts'
import { graphReceiver } from '../support/graphReceiver.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR
const MONDAY = Date.parse('2027-03-01T00:00:00Z')
const TENANT = '11111111-2222-4333-8444-555555555555'
const day = { from_ms: MONDAY, until_ms: MONDAY + DAY }

let simulator: GraphSimulator
let outlook: Outlook
let made = 0

beforeAll(async () => {
  simulator = await startGraphSimulator()
})
afterAll(() => simulator.stop())
beforeEach(() => {
  const { world, faults } = simulator
  Object.assign(world.quirks, newGraphWorld(systemClock, world.zones, world.client).quirks)
  faults.clear()
  outlook = graphOutlook({ graph: clientOf(simulator), zones: bundledZones(), clock: systemClock })
})

function mailbox(change: Partial<Mailbox> = {}): Mailbox {
  made += 1
  return { m365_tenant_id: TENANT, user: `person-${made}@acme.example`, ...change }
}

function draft(change: Partial<EventDraft> = {}): EventDraft {
  const booking_id = Bun.randomUUIDv7()
  return {
    booking_id,
    transaction_id: `${booking_id}:1`,
    subject: 'Intro',
    body_html: '<p>Join us.</p>',
    location: 'Zoom',
    start_ms: MONDAY + 9 * HOUR,
    end_ms: MONDAY + 10 * HOUR,
    time_zone: 'Europe/Berlin',
    attendees: [{ name: 'Cus Tomer', email: 'cus@example.com' }],
    teams: false,
    ...change,
  }
}

const invitations = (booking_id: string) => simulator.marks()[booking_id]
const times = (busy: { from_ms: number; until_ms: number }[]) =>
  busy.map((one) => [one.from_ms, one.until_ms])

describe('the calendar view', () => {
  test('is read to its last page, empty pages included', async () => {
    Object.assign(simulator.world.quirks, { page_size: 2, empty_page: true })
    const of = mailbox()
    for (const hour of [1, 3, 5, 7, 9]) {
      simulator.hands.add({ ...of, start_ms: MONDAY + hour * HOUR, end_ms: MONDAY + (hour + 1) * HOUR })
    }
    expect((await outlook.busy(of, day)).map(({ from_ms }) => (from_ms - MONDAY) / HOUR)).toEqual([
      1, 3, 5, 7, 9,
    ])
  })

  test('holds each occurrence of a series', async () => {
    const of = mailbox()
    const repeat = { every_days: 1, count: 5 }
    simulator.hands.add({ ...of, start_ms: MONDAY + HOUR, end_ms: MONDAY + 2 * HOUR, repeat })
    const week = { from_ms: MONDAY, until_ms: MONDAY + 7 * DAY }
    expect(await outlook.busy(of, week)).toHaveLength(5)
  })

  test('blocks an all-day event’s dates in the salesperson’s own zone', async () => {
    const of = mailbox({ time_zone: 'America/Los_Angeles' })
    simulator.hands.mailbox({ ...of, time_zone: 'America/Los_Angeles' })
    simulator.hands.add({ ...of, dates: { start: '2027-03-02', end: '2027-03-03' } })
    const days = [[MONDAY + DAY + 8 * HOUR, MONDAY + 2 * DAY + 8 * HOUR]]
    const week = { from_ms: MONDAY, until_ms: MONDAY + 7 * DAY }
    expect(times(await outlook.busy(of, week))).toEqual(days)
    // Asked for the last hours of it, whose UTC date is another.
    const evening = { from_ms: MONDAY + 2 * DAY + 2 * HOUR, until_ms: MONDAY + 2 * DAY + 3 * HOUR }
    expect(times(await outlook.busy(of, evening))).toEqual(days)
    const many = await outlook.busyOfMany([of, mailbox()], week)
    expect(times(many.get(of.user) as [])).toEqual(days)
  })

  test('holds no canceled event, even one still shown as busy', async () => {
    const of = mailbox()
    const { id } = simulator.hands.add({ ...of, start_ms: MONDAY, end_ms: MONDAY + HOUR })
    simulator.hands.edit({ ...of, event_id: id, is_cancelled: true })
    expect(await outlook.busy(of, day)).toEqual([])
  })

  test('is read one by one where getSchedule fails as a whole', async () => {
    const [one, two] = [mailbox(), mailbox()]
    simulator.hands.add({ ...two, start_ms: MONDAY, end_ms: MONDAY + HOUR })
    simulator.faults.add({ kind: 'server_error', on: 'getSchedule' })
    const many = await outlook.busyOfMany([one, two], day)
    expect(many.get(one.user)).toEqual([])
    expect(times(many.get(two.user) as [])).toEqual([[MONDAY, MONDAY + HOUR]])
  })

  test('is asked of each mailbox that is named by id, which getSchedule does not know', async () => {
    const [one, two] = [mailbox({ user: Bun.randomUUIDv7() }), mailbox({ user: Bun.randomUUIDv7() })]
    simulator.hands.add({ ...two, start_ms: MONDAY, end_ms: MONDAY + HOUR })
    const many = await outlook.busyOfMany([one, two], day)
    expect(many.get(one.user)).toEqual([])
    expect(many.get(two.user)).toHaveLength(1)
  })
})

describe('creating', () => {
  for (const kind of ['timeout_after', 'not_json'] as const) {
    test(`after ${kind} makes one event and one invitation when it is repeated`, async () => {
      const [of, wished] = [mailbox(), draft()]
      simulator.faults.add({ kind, on: 'POST .*/events$' })
      await expect(outlook.create(of, wished)).rejects.toMatchObject({ kind: 'retry' })
      const event = await outlook.create(of, wished)
      expect(event.booking_id).toBe(wished.booking_id)
      expect(invitations(wished.booking_id)).toEqual({ living: 1, created: 1 })
      expect(simulator.world.mails.filter((mail) => mail.event_id === event.event_id)).toHaveLength(1)
    })
  }

  for (const kind of ['timeout_before', 'server_error'] as const) {
    test(`after ${kind} is a retryable failure that made nothing`, async () => {
      const [of, wished] = [mailbox(), draft()]
      simulator.faults.add({ kind, on: 'POST .*/events$' })
      await expect(outlook.create(of, wished)).rejects.toMatchObject({ kind: 'retry' })
      expect(invitations(wished.booking_id)).toBeUndefined()
    })
  }

  for (const kind of ['throttle', 'unauthorized'] as const) {
    test(`heals ${kind} by itself`, async () => {
      const [of, wished] = [mailbox(), draft()]
      simulator.faults.add({ kind, on: 'POST .*/events$' })
      await outlook.create(of, wished)
      expect(invitations(wished.booking_id)).toEqual({ living: 1, created: 1 })
    })
  }

  test('knows a duplicate by its code, whichever status it comes with', async () => {
    simulator.world.quirks.duplicate_status = 400
    const [of, wished] = [mailbox(), draft()]
    const { event_id } = await outlook.create(of, wished)
    expect((await outlook.create(of, { ...wished, subject: 'Demo' })).event_id).toBe(event_id)
  })

  test('looks again for a Teams link that comes late', async () => {
    simulator.world.quirks.late_link = true
    expect((await outlook.create(mailbox(), draft({ teams: true }))).teams_join_url).toStartWith('https://')
  })

  test('says so when Teams failed silently', async () => {
    simulator.world.quirks.no_teams = true
    const event = await outlook.create(mailbox(), draft({ teams: true }))
    expect(event).toMatchObject({ is_online: false, teams_join_url: undefined })
  })
})

describe('a copy in a colleague’s mailbox', () => {
  test('blocks, is not theirs to answer for, and frees the time when the meeting is canceled', async () => {
    const [of, colleague] = [mailbox(), mailbox()]
    await outlook.busy(colleague, day)
    const attendees = [{ name: 'Colleague', email: colleague.user }]
    const { event_id, booking_id } = await outlook.create(of, draft({ attendees }))
    const [busy] = await outlook.busy(colleague, day)
    const copy = await outlook.find(colleague, busy!.event_id!)
    expect(copy).toMatchObject({ is_organizer: false, booking_id: undefined })
    expect(await outlook.findByBooking(colleague, booking_id!)).toBeUndefined()
    await outlook.cancel(of, event_id, '')
    expect(await outlook.busy(colleague, day)).toEqual([])
    expect(await outlook.find(colleague, busy!.event_id!)).toMatchObject({ is_canceled: true })
  })
})

describe('a conflict of Exchange’s own making', () => {
  test('is read and written again', async () => {
    const of = mailbox()
    const { event_id } = await outlook.create(of, draft())
    simulator.world.quirks.conflicts = 2
    expect((await outlook.change(of, event_id, { subject: 'Demo' })).subject).toBe('Demo')
  })

  test('that does not end is a retryable failure', async () => {
    const of = mailbox()
    const { event_id } = await outlook.create(of, draft())
    simulator.world.quirks.conflicts = 9
    const change = outlook.change(of, event_id, { subject: 'Demo' })
    await expect(change).rejects.toMatchObject({ kind: 'retry', detail: { status: 412 } })
  })
})

describe('an event that was made an all-day event', () => {
  const los_angeles = { time_zone: 'America/Los_Angeles' }
  const made = async () => {
    const of = mailbox(los_angeles)
    simulator.hands.mailbox({ ...of, ...los_angeles })
    const { event_id, booking_id } = await outlook.create(of, draft())
    const dates = { start: '2027-03-02', end: '2027-03-03' }
    simulator.hands.edit({ ...of, event_id, dates })
    return { of, event_id, booking_id: booking_id! }
  }
  const whole = { start_ms: MONDAY + DAY + 8 * HOUR, end_ms: MONDAY + 2 * DAY + 8 * HOUR }

  test('lasts the days of the salesperson’s own zone, however it is found', async () => {
    const { of, event_id, booking_id } = await made()
    expect(await outlook.find(of, event_id)).toMatchObject(whole)
    expect(await outlook.findByBooking(of, booking_id)).toMatchObject(whole)
    const week = { from_ms: MONDAY, until_ms: MONDAY + 7 * DAY }
    expect(await outlook.listMarked(of, week)).toMatchObject([whole])
    expect(await outlook.change(of, event_id, { subject: 'Demo' })).toMatchObject(whole)
  })

  test('takes a time again when it is moved to one', async () => {
    const { of, event_id } = await made()
    const time = { start_ms: MONDAY + 10 * HOUR, end_ms: MONDAY + 11 * HOUR }
    expect(await outlook.change(of, event_id, time)).toMatchObject(time)
    expect(await outlook.find(of, event_id)).toMatchObject(time)
  })
})

describe('the mark in the text', () => {
  test('names the booking where the property was lost', async () => {
    const [of, booking_id] = [mailbox(), Bun.randomUUIDv7()]
    const body = simulator.hands.add({
      ...of,
      start_ms: MONDAY,
      end_ms: MONDAY + HOUR,
      body: `Ref:&nbsp;${booking_id}`,
    })
    const subject = simulator.hands.add({
      ...of,
      start_ms: MONDAY,
      end_ms: MONDAY,
      subject: `Intro Ref: ${booking_id}`,
    })
    expect((await outlook.find(of, body.id))?.booking_id).toBe(booking_id)
    expect((await outlook.find(of, subject.id))?.booking_id).toBe(booking_id)
  })
})

describe('the quota', () => {
  test('of four requests a mailbox is kept, so that Graph never says 429', async () => {
    simulator.world.quirks.work_ms = 2
    const of = mailbox()
    const refused: number[] = []
    const watched: typeof fetch = Object.assign(
      async (...asked: Parameters<typeof fetch>) => {
        const reply = await fetch(...asked)
        if (!reply.ok) refused.push(reply.status)
        return reply
      },
      { preconnect: () => {} },
    )
    const graph = clientOf(simulator, { fetch: watched })
    const careful = graphOutlook({ graph, zones: bundledZones(), clock: systemClock })
    await Promise.all(Array.from({ length: 40 }, () => careful.busy(of, day)))
    expect(refused).toEqual([])
  })

  test('of a token is one request for 50 calls', async () => {
    const before = simulator.world.tokens_given
    await Promise.all(Array.from({ length: 50 }, () => outlook.busy(mailbox(), day)))
    expect(simulator.world.tokens_given - before).toBe(1)
  })

  test('storms end with every call done', async () => {
    simulator.world.quirks.retry_after = '0.004'
    simulator.faults.add({ kind: 'throttle', on: 'calendarView', times: 20 })
    const calls = Array.from({ length: 40 }, (_, i) =>
      outlook.busy(mailbox({ user: `storm-${i % 20}@a.example` }), day),
    )
    expect(await Promise.all(calls)).toHaveLength(40)
  })
})

describe('a tenant that does not know the application', () => {
  test('is not ours to touch', async () => {
    const absent = Bun.randomUUIDv7()
    simulator.world.absent_tenants.add(absent)
    const busy = outlook.busy(mailbox({ m365_tenant_id: absent }), day)
    await expect(busy).rejects.toMatchObject({ kind: 'untouchable', code: 'entra_90002' })
  })
})

describe('subscribing', () => {
  const receiver = graphReceiver()
  afterAll(() => void receiver.stop())
  const wish = () => ({
    notification_url: receiver.notification_url,
    lifecycle_url: receiver.lifecycle_url,
    client_state: 's',
    expiration_ms: Date.now() + DAY,
  })

  test('fails for good when the handshake does', async () => {
    receiver.answer.handshake = false
    const subscribing = outlook.subscribe(mailbox(), wish())
    await expect(subscribing).rejects.toMatchObject({ kind: 'permanent', code: 'ValidationError' })
    receiver.answer.handshake = true
  })

  test('twice fails with 409, and the one that lives is found by listing', async () => {
    const of = mailbox()
    const { subscription_id } = await outlook.subscribe(of, wish())
    await expect(outlook.subscribe(of, wish())).rejects.toMatchObject({ detail: { status: 409 } })
    const listed = await outlook.listSubscriptions(TENANT)
    expect(listed.map((one) => one.subscription_id)).toContain(subscription_id)
  })

  test('lists every page', async () => {
    simulator.world.quirks.page_size = 3
    const of = { ...mailbox(), m365_tenant_id: Bun.randomUUIDv7() }
    for (let i = 0; i < 7; i += 1) await outlook.subscribe({ ...of, user: `${i}@b.example` }, wish())
    expect(await outlook.listSubscriptions(of.m365_tenant_id)).toHaveLength(7)
  })
})

import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { systemClock } from '../../src/lib/clock.ts'
import { mockOutlook, noticeBody } from '../../src/outlook/mock.ts'
import type { EventDraft, Mailbox, Outlook, OutlookEvent } from '../../src/outlook/outlook.ts'
import { graphOutlook } from '../../src/outlook/real.ts'
import { bundledZones } from '../../src/scheduling/zone.ts'
import { startGraphSimulator } from '../simulators/graph.ts'
import { clientOf } from '../support/graphClient.ts'
import { graphReceiver, type HeardItem } from '../support/graphReceiver.ts'

/** What a suite needs beside the interface: hands in Outlook, the receiver, and the post. */
interface Bench {
  outlook: Outlook
  notification_url: string
  lifecycle_url: string
  /** Items the receiver took so far, once all are delivered. */
  heard(): Promise<HeardItem[]>
  /** Letters Outlook sent to attendees about this event. */
  mails(event_id: string): string[]
  move(mailbox: Mailbox, event_id: string, start_ms: number, end_ms: number): void
  remove(mailbox: Mailbox, event_id: string): void
  decline(mailbox: Mailbox, event_id: string, email: string): void
  add(mailbox: Mailbox, show_as: OutlookEvent['show_as'], start_ms: number, end_ms: number): void
  close(mailbox: Mailbox): void
  stop(): Promise<void>
}

const HOUR = 3_600_000
const DAY = 24 * HOUR
const START = (Math.floor(Date.now() / DAY) + 3) * DAY
const TENANT = '11111111-2222-4333-8444-555555555555'
const OTHER_TENANT = '99999999-2222-4333-8444-555555555555'
const CUSTOMER = 'cus@example.com'

let made = 0

/** A mailbox nobody has used yet. */
function mailbox(m365_tenant_id = TENANT): Mailbox {
  made += 1
  return { m365_tenant_id, user: `person-${made}@acme.example` }
}

/** A draft nobody has used yet, at 09:00 to 10:00. */
function draft(change: Partial<EventDraft> = {}): EventDraft {
  const booking_id = Bun.randomUUIDv7()
  return {
    booking_id,
    transaction_id: `${booking_id}:1`,
    subject: 'Intro',
    body_html: '<p>Join us.</p>',
    location: 'Zoom',
    start_ms: START + 9 * HOUR,
    end_ms: START + 10 * HOUR,
    time_zone: 'Europe/Berlin',
    attendees: [{ name: 'Cus Tomer', email: CUSTOMER }],
    teams: false,
    ...change,
  }
}

const day = { from_ms: START, until_ms: START + DAY }

function mockBench(): Bench {
  const items: HeardItem[] = []
  const outlook = mockOutlook({
    clock: systemClock,
    meetings: false,
    notify: (notice) => {
      items.push(...(noticeBody([notice]).value as HeardItem[]))
    },
  })
  const { playground } = outlook
  const urls = graphReceiver()
  return {
    outlook,
    ...urls,
    heard: async () => {
      await outlook.settled()
      return items
    },
    mails: (event_id) => outlook.mails.filter((mail) => mail.event_id === event_id).map(({ kind }) => kind),
    move: (of, event_id, start_ms, end_ms) => void playground.move(of, event_id, { start_ms, end_ms }),
    remove: (of, event_id) => void playground.remove(of, event_id),
    decline: (of, event_id, email) => void playground.decline(of, event_id, email),
    add: (of, show_as, start_ms, end_ms) =>
      void playground.add(of, { subject: 'Own', show_as, start_ms, end_ms }),
    close: (of) => outlook.switches.unreadable(of, true),
    stop: async () => void urls.stop(),
  }
}

async function realBench(): Promise<Bench> {
  const simulator = await startGraphSimulator()
  const receiver = graphReceiver()
  const { hands, world, post } = simulator
  const words = { invitation: 'invited', update: 'updated', cancellation: 'canceled' }
  const graph = clientOf(simulator)
  return {
    outlook: graphOutlook({ graph, zones: bundledZones(), clock: systemClock }),
    ...receiver,
    heard: async () => {
      await post.settled()
      return receiver.heard
    },
    mails: (event_id) =>
      world.mails.filter((mail) => mail.event_id === event_id).map(({ kind }) => words[kind]),
    move: (of, event_id, start_ms, end_ms) => void hands.move({ ...of, event_id, start_ms, end_ms }),
    remove: (of, event_id) => hands.remove({ ...of, event_id }),
    decline: (of, event_id, email) => hands.answer({ ...of, event_id, email, response: 'declined' }),
    add: (of, show_as, start_ms, end_ms) => void hands.add({ ...of, show_as, start_ms, end_ms }),
    close: (of) => hands.mailbox({ ...of, trouble: 'denied' }),
    stop: async () => {
      await simulator.stop()
      receiver.stop()
    },
  }
}

for (const [name, start] of [
  ['the mock', mockBench],
  ['the real client against the simulator', realBench],
] as const) {
  describe(name, () => suite(start))
}

function suite(start: () => Bench | Promise<Bench>) {
  let bench: Bench
  let outlook: Outlook
  beforeAll(async () => {
    bench = await start()
    outlook = bench.outlook
  })
  afterAll(() => bench.stop())

  const wish = () => ({
    notification_url: bench.notification_url,
    lifecycle_url: bench.lifecycle_url,
    client_state: 'a secret of its own',
    expiration_ms: Date.now() + 2 * DAY,
  })
  const times = (busy: { from_ms: number; until_ms: number }[] | Error | undefined) =>
    Array.isArray(busy) ? busy.map(({ from_ms, until_ms }) => [from_ms, until_ms]) : busy

  describe('busy time', () => {
    test('is what overlaps the window and is not shown as free', async () => {
      const of = mailbox()
      bench.add(of, 'busy', START - HOUR, START + HOUR)
      bench.add(of, 'free', START + 2 * HOUR, START + 3 * HOUR)
      bench.add(of, 'oof', START + 4 * HOUR, START + 5 * HOUR)
      bench.add(of, 'busy', START + DAY, START + DAY + HOUR)
      const taken = [
        [START - HOUR, START + HOUR],
        [START + 4 * HOUR, START + 5 * HOUR],
      ]
      expect(times(await outlook.busy(of, day))).toEqual(taken)
      const many = await outlook.busyOfMany([of, mailbox()], day)
      expect(times(many.get(of.user))).toEqual(taken)
    })

    test('is whatever is not shown as free, for one mailbox and among several', async () => {
      for (const show_as of ['busy', 'tentative', 'oof', 'workingElsewhere', 'unknown', 'free'] as const) {
        const of = mailbox()
        bench.add(of, show_as, START, START + HOUR)
        const taken = show_as === 'free' ? [] : [[START, START + HOUR]]
        expect([show_as, times(await outlook.busy(of, day))]).toEqual([show_as, taken])
        const many = await outlook.busyOfMany([of, mailbox()], day)
        expect([show_as, times(many.get(of.user))]).toEqual([show_as, taken])
      }
    })

    test('holds our own event, by its id, until it is canceled', async () => {
      const of = mailbox()
      const { event_id } = await outlook.create(of, draft())
      const [busy] = await outlook.busy(of, day)
      expect(busy).toMatchObject({ from_ms: START + 9 * HOUR, until_ms: START + 10 * HOUR, event_id })
      await outlook.cancel(of, event_id, 'Canceled')
      expect(await outlook.busy(of, day)).toEqual([])
    })

    test('of a closed mailbox is a failure, alone and among others', async () => {
      const [open, closed] = [mailbox(), mailbox()]
      bench.add(open, 'busy', START, START + HOUR)
      bench.close(closed)
      await expect(outlook.busy(closed, day)).rejects.toMatchObject({ kind: 'untouchable' })
      for (const order of [
        [open, closed],
        [closed, open],
      ]) {
        const many = await outlook.busyOfMany(order, day)
        expect(times(many.get(open.user))).toEqual([[START, START + HOUR]])
        expect(many.get(closed.user)).toMatchObject({ kind: 'untouchable' })
      }
    })

    test('is told of 45 mailboxes at once and of 60 days', async () => {
      const many = Array.from({ length: 45 }, () => mailbox())
      for (const of of many) bench.add(of, 'busy', START, START + HOUR)
      for (const days of [1, 60]) {
        const told = await outlook.busyOfMany(many, { from_ms: START, until_ms: START + days * DAY })
        expect(told.size).toBe(45)
        for (const of of many) expect(times(told.get(of.user))).toEqual([[START, START + HOUR]])
      }
    })

    test('of nobody is nothing', async () => {
      expect((await outlook.busyOfMany([], day)).size).toBe(0)
    })
  })

  describe('creating', () => {
    test('answers the event, which is found by id and by booking, and bears the mark', async () => {
      const of = mailbox()
      const wished = draft()
      const event = await outlook.create(of, wished)
      expect(event).toMatchObject({
        booking_id: wished.booking_id,
        subject: 'Intro',
        start_ms: wished.start_ms,
        end_ms: wished.end_ms,
        is_canceled: false,
        is_organizer: true,
        is_online: false,
        show_as: 'busy',
        responses: [{ email: CUSTOMER, response: 'none' }],
      })
      expect(event.body).toContain('Join us.')
      expect(event.body).toContain(wished.booking_id)
      expect(await outlook.find(of, event.event_id)).toEqual(event)
      expect(await outlook.findByBooking(of, wished.booking_id)).toEqual(event)
      expect(bench.mails(event.event_id)).toEqual(['invited'])
    })

    test('twice makes one event and one invitation', async () => {
      const of = mailbox()
      const wished = draft()
      const [one, two] = [await outlook.create(of, wished), await outlook.create(of, wished)]
      expect(two).toEqual(one)
      expect(bench.mails(one.event_id)).toEqual(['invited'])
      expect(await outlook.busy(of, day)).toHaveLength(1)
    })

    test('again with other content brings the event to it and leaves its body', async () => {
      const of = mailbox()
      const wished = draft()
      const one = await outlook.create(of, wished)
      const later = { subject: 'Demo', start_ms: wished.start_ms + HOUR, end_ms: wished.end_ms + HOUR }
      const two = await outlook.create(of, { ...wished, ...later, body_html: '<p>Other.</p>' })
      expect(two).toMatchObject({ event_id: one.event_id, booking_id: wished.booking_id, ...later })
      expect(two.body).toBe(one.body)
      expect(bench.mails(one.event_id)).toEqual(['invited', 'updated'])
    })

    test('again with another body alone mails nobody', async () => {
      const of = mailbox()
      const wished = draft()
      const one = await outlook.create(of, wished)
      expect(await outlook.create(of, { ...wished, body_html: '<p>Other.</p>' })).toEqual(one)
      expect(bench.mails(one.event_id)).toEqual(['invited'])
    })

    test('again after the salesperson has moved it brings it back to its time', async () => {
      const of = mailbox()
      const wished = draft()
      const { event_id } = await outlook.create(of, wished)
      bench.move(of, event_id, wished.start_ms + HOUR, wished.end_ms + HOUR)
      const { start_ms, end_ms } = wished
      const again = await outlook.create(of, wished)
      expect(again).toMatchObject({ event_id, start_ms, end_ms })
      expect(await outlook.find(of, event_id)).toEqual(again)
    })

    test('again after the event is gone is refused, and a new transaction makes a new one', async () => {
      const of = mailbox()
      const wished = draft()
      const { event_id } = await outlook.create(of, wished)
      bench.remove(of, event_id)
      await expect(outlook.create(of, wished)).rejects.toMatchObject({
        kind: 'permanent',
        code: 'transaction_spent',
      })
      const again = await outlook.create(of, { ...wished, transaction_id: `${wished.booking_id}:2` })
      expect(again.event_id).not.toBe(event_id)
      expect((await outlook.findByBooking(of, wished.booking_id))?.event_id).toBe(again.event_id)
    })

    test('with Teams answers a join link', async () => {
      const event = await outlook.create(mailbox(), draft({ teams: true }))
      expect(event.is_online).toBe(true)
      expect(event.teams_join_url).toStartWith('https://')
    })

    test('takes quotes and markup in every text', async () => {
      const of = mailbox()
      const subject = `O'Brien & "Sons" <b> – 会議`
      const event = await outlook.create(of, draft({ subject, location: `Room '1'` }))
      expect(event.subject).toBe(subject)
    })

    test('in a closed mailbox is a failure that says so', async () => {
      const of = mailbox()
      bench.close(of)
      await expect(outlook.create(of, draft())).rejects.toMatchObject({ kind: 'untouchable' })
    })
  })

  describe('finding', () => {
    test('what never was, or what is gone, answers undefined', async () => {
      const of = mailbox()
      const wished = draft()
      const { event_id } = await outlook.create(of, wished)
      bench.remove(of, event_id)
      expect(await outlook.find(of, event_id)).toBeUndefined()
      expect(await outlook.findByBooking(of, wished.booking_id)).toBeUndefined()
      expect(await outlook.findByBooking(of, "it's not there")).toBeUndefined()
    })

    test('in a closed mailbox is a failure, not an absence', async () => {
      const of = mailbox()
      const { event_id, booking_id } = await outlook.create(of, draft())
      bench.close(of)
      await expect(outlook.find(of, event_id)).rejects.toMatchObject({ kind: 'untouchable' })
      await expect(outlook.findByBooking(of, booking_id!)).rejects.toMatchObject({ kind: 'untouchable' })
    })

    test('lists the events that bear a mark and overlap the window', async () => {
      const of = mailbox()
      const inside = await outlook.create(of, draft())
      await outlook.create(of, draft({ start_ms: START + 2 * DAY, end_ms: START + 2 * DAY + HOUR }))
      bench.add(of, 'busy', START, START + HOUR)
      expect(await outlook.listMarked(of, day)).toEqual([inside])
    })
  })

  describe('changing', () => {
    test('writes the fields given and no others', async () => {
      const of = mailbox()
      const before = await outlook.create(of, draft())
      const times = { start_ms: START + 14 * HOUR, end_ms: START + 15 * HOUR }
      const after = await outlook.change(of, before.event_id, times)
      expect(after).toEqual({ ...before, ...times, change_key: after.change_key })
      expect(after.change_key).not.toBe(before.change_key)
      expect(bench.mails(before.event_id)).toEqual(['invited', 'updated'])
    })

    test('writes the body, but not over a Teams meeting', async () => {
      const of = mailbox()
      const plain = await outlook.create(of, draft())
      const body_html = `<p>New. Ref: ${plain.booking_id}</p>`
      expect((await outlook.change(of, plain.event_id, { body_html })).body).toContain('New.')
      const teams = await outlook.create(of, draft({ teams: true }))
      const subject = 'Renamed'
      const changed = await outlook.change(of, teams.event_id, { body_html, subject })
      expect(changed).toMatchObject({ subject, body: teams.body, teams_join_url: teams.teams_join_url })
    })

    test('what is gone fails as gone', async () => {
      const of = mailbox()
      const { event_id } = await outlook.create(of, draft())
      bench.remove(of, event_id)
      const gone = { kind: 'permanent', code: 'event_gone' }
      await expect(outlook.change(of, event_id, { subject: 'x' })).rejects.toMatchObject(gone)
      await expect(outlook.change(of, event_id, { body_html: 'x' })).rejects.toMatchObject(gone)
    })
  })

  describe('canceling', () => {
    test('takes the event away, tells its attendees, and can be repeated', async () => {
      const of = mailbox()
      const { event_id } = await outlook.create(of, draft())
      await outlook.cancel(of, event_id, 'Canceled')
      await outlook.cancel(of, event_id, 'Canceled')
      expect(await outlook.find(of, event_id)).toBeUndefined()
      expect(bench.mails(event_id)).toEqual(['invited', 'canceled'])
    })

    test('takes an event without attendees away, too', async () => {
      const of = mailbox()
      const { event_id } = await outlook.create(of, draft({ attendees: [] }))
      await outlook.cancel(of, event_id, '')
      expect(await outlook.find(of, event_id)).toBeUndefined()
    })
  })

  describe('what people do in Outlook', () => {
    test('is seen when the event is read: moved, declined', async () => {
      const of = mailbox()
      const { event_id, change_key } = await outlook.create(of, draft())
      bench.move(of, event_id, START + 11 * HOUR, START + 12 * HOUR)
      bench.decline(of, event_id, CUSTOMER.toUpperCase())
      const event = await outlook.find(of, event_id)
      expect(event).toMatchObject({
        start_ms: START + 11 * HOUR,
        end_ms: START + 12 * HOUR,
        responses: [{ email: CUSTOMER, response: 'declined' }],
      })
      expect(event?.change_key).not.toBe(change_key)
    })

    test('is told to the subscription of that mailbox alone, with its secret', async () => {
      const [of, other] = [mailbox(), mailbox(OTHER_TENANT)]
      const subscription = await outlook.subscribe(of, wish())
      await outlook.subscribe(other, wish())
      const { event_id } = await outlook.create(of, draft())
      bench.move(of, event_id, START, START + HOUR)
      bench.remove(of, event_id)
      const items = (await bench.heard()).filter(({ resourceData }) => resourceData?.id === event_id)
      expect(items.map(({ changeType }) => changeType).sort()).toEqual(['created', 'deleted', 'updated'])
      for (const item of items) {
        expect(item).toMatchObject({
          subscriptionId: subscription.subscription_id,
          clientState: 'a secret of its own',
          tenantId: TENANT,
        })
        expect(item.resource).toMatch(/^Users\/.+\/Events\/.+$/)
      }
    })
  })

  describe('subscriptions', () => {
    test('are granted, listed by tenant, renewed and ended', async () => {
      const of = mailbox()
      const made = await outlook.subscribe(of, wish())
      const listed = async () =>
        (await outlook.listSubscriptions(TENANT)).filter(
          (one) => one.subscription_id === made.subscription_id,
        )
      expect(made).toMatchObject({
        resource: `users/${of.user}/events`,
        notification_url: bench.notification_url,
      })
      expect(await listed()).toEqual([made])
      expect(await outlook.listSubscriptions(OTHER_TENANT)).not.toContainEqual(made)
      const until_ms = Date.now() + 3 * DAY
      expect((await outlook.renew(TENANT, made.subscription_id, until_ms))?.expiration_ms).toBe(until_ms)
      await outlook.unsubscribe(TENANT, made.subscription_id)
      await outlook.unsubscribe(TENANT, made.subscription_id)
      expect(await listed()).toEqual([])
      expect(await outlook.renew(TENANT, made.subscription_id, until_ms)).toBeUndefined()
    })

    test('live at least 45 minutes and at most seven days, whatever was wished', async () => {
      const short = await outlook.subscribe(mailbox(), { ...wish(), expiration_ms: Date.now() + 60_000 })
      const life_ms = short.expiration_ms - Date.now()
      expect(life_ms).toBeGreaterThan(44 * 60_000)
      const long = await outlook.renew(TENANT, short.subscription_id, Date.now() + 30 * DAY)
      const longest_ms = (long?.expiration_ms ?? 0) - Date.now()
      expect(longest_ms).toBeLessThanOrEqual(7 * DAY)
      expect(longest_ms).toBeGreaterThan(6.9 * DAY)
    })
  })
}

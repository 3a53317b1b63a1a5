import { describe, expect, test } from 'bun:test'
import { appendFileSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { stoppedClock } from '../../src/lib/clock.ts'
import { Failure } from '../../src/lib/failure.ts'
import { fileJournal, mockOutlook, type Notice, noticeBody } from '../../src/outlook/mock.ts'
import type { EventDraft } from '../../src/outlook/outlook.ts'

const MONDAY = Date.parse('2026-11-30T00:00:00Z')
const HOUR = 3_600_000
const DAY = 24 * HOUR
const berlin = { m365_tenant_id: 'acme', user: 'berlin@acme.example' }

const draft: EventDraft = {
  booking_id: 'b1',
  transaction_id: 't1',
  subject: 'Intro',
  body_html: '<p>b1</p>',
  location: 'Teams',
  start_ms: MONDAY + 9 * HOUR,
  end_ms: MONDAY + 10 * HOUR,
  time_zone: 'Europe/Berlin',
  attendees: [{ name: 'Cus Tomer', email: 'cus@example.com' }],
  teams: true,
}
const wish = {
  notification_url: 'https://holdfast.example/v1/webhooks/graph',
  lifecycle_url: 'https://holdfast.example/v1/webhooks/graph/lifecycle',
  client_state: 'secret',
  expiration_ms: MONDAY + DAY,
}

function start(meetings = false) {
  const notices: Notice[] = []
  const clock = stoppedClock(MONDAY)
  const outlook = mockOutlook({ clock, meetings, notify: (notice) => void notices.push(notice) })
  return { outlook, clock, notices }
}

describe('the pretend salesperson', () => {
  test('has the same meetings in every run, on workdays alone', async () => {
    const week = { from_ms: MONDAY, until_ms: MONDAY + 7 * DAY }
    const [one, two] = await Promise.all(
      [start(true), start(true)].map((run) => run.outlook.busy(berlin, week)),
    )
    expect(one).toEqual(two)
    expect(one?.length).toBeGreaterThanOrEqual(20)
    expect(one?.every(({ from_ms }) => from_ms < MONDAY + 5 * DAY)).toBe(true)
  })

  test('has other meetings than a colleague', async () => {
    const { outlook } = start(true)
    const week = { from_ms: MONDAY, until_ms: MONDAY + 7 * DAY }
    const answers = await outlook.busyOfMany([berlin, { ...berlin, user: 'vancouver@acme.example' }], week)
    expect(answers.get('berlin@acme.example')).not.toEqual(answers.get('vancouver@acme.example'))
  })
})

describe('the playground', () => {
  test('moves an event, and the subscription hears of it in the shape Graph posts', async () => {
    const { outlook, notices } = start()
    const { subscription_id } = await outlook.subscribe(berlin, wish)
    const { event_id, change_key } = await outlook.create(berlin, draft)
    const moved = outlook.playground.move(berlin, event_id, {
      start_ms: draft.start_ms + HOUR,
      end_ms: draft.end_ms + HOUR,
    })
    await outlook.settled()
    expect(moved?.change_key).not.toBe(change_key)
    expect(notices.map((notice) => 'change_type' in notice && notice.change_type)).toEqual([
      'created',
      'updated',
    ])
    expect(noticeBody(notices).value[1]).toEqual({
      subscriptionId: subscription_id,
      subscriptionExpirationDateTime: '2026-12-01T00:00:00.000Z',
      clientState: 'secret',
      tenantId: 'acme',
      changeType: 'updated',
      resource: `Users/berlin@acme.example/Events/${event_id}`,
      resourceData: {
        '@odata.type': '#Microsoft.Graph.Event',
        '@odata.id': `Users/berlin@acme.example/Events/${event_id}`,
        id: event_id,
      },
    })
  })

  test('declines as the customer without a letter to anybody', async () => {
    const { outlook } = start()
    const { event_id } = await outlook.create(berlin, draft)
    const declined = outlook.playground.decline(berlin, event_id, 'CUS@example.com')
    expect(declined?.responses).toEqual([{ email: 'cus@example.com', response: 'declined' }])
    expect(outlook.mails.map(({ kind }) => kind)).toEqual(['invited'])
  })

  test('answers undefined for what is not there', () => {
    const { playground } = start().outlook
    expect(playground.move(berlin, 'none', { start_ms: 0, end_ms: 1 })).toBeUndefined()
    expect(playground.remove(berlin, 'none')).toBe(false)
  })
})

describe('the switches', () => {
  test('close one mailbox as Graph would, and no other', async () => {
    const { outlook } = start()
    const vancouver = { ...berlin, user: 'vancouver@acme.example' }
    outlook.switches.unreadable(berlin, true)
    const answers = await outlook.busyOfMany([berlin, vancouver], { from_ms: MONDAY, until_ms: MONDAY + DAY })
    expect(answers.get(berlin.user)).toMatchObject({ kind: 'untouchable' })
    expect(answers.get(vancouver.user)).toEqual([])
    outlook.switches.unreadable(berlin, false)
    expect(await outlook.busy(berlin, { from_ms: MONDAY, until_ms: MONDAY + DAY })).toEqual([])
  })

  test('let exactly the next calls of one method fail', async () => {
    const { outlook } = start()
    outlook.switches.failNext(1, new Failure('retry', 'deadline', 'No answer'), 'create')
    expect(await outlook.find(berlin, 'x')).toBeUndefined()
    await expect(outlook.create(berlin, draft)).rejects.toMatchObject({ code: 'deadline' })
    expect((await outlook.create(berlin, draft)).booking_id).toBe('b1')
  })

  test('end a subscription with its lifecycle item', async () => {
    const { outlook, notices } = start()
    const { subscription_id } = await outlook.subscribe(berlin, wish)
    outlook.switches.lifecycle(subscription_id, 'subscriptionRemoved')
    await outlook.settled()
    expect(noticeBody(notices).value).toMatchObject([
      { lifecycleEvent: 'subscriptionRemoved', clientState: 'secret' },
    ])
    expect(await outlook.listSubscriptions('acme')).toEqual([])
  })
})

describe('the journal', () => {
  test('brings events, spent transactions and subscriptions over a restart, and mails nobody again', async () => {
    const path = join(mkdtempSync(join(tmpdir(), 'holdfast-')), 'outlook.jsonl')
    const clock = stoppedClock(MONDAY)
    const before = mockOutlook({ clock, journal: fileJournal(path) })
    const kept = await before.create(berlin, draft)
    const gone = await before.create(berlin, { ...draft, booking_id: 'b2', transaction_id: 't2' })
    const moved = await before.change(berlin, kept.event_id, { subject: 'Demo' })
    await before.cancel(berlin, gone.event_id, '')
    const subscription = await before.subscribe(berlin, wish)
    const own = before.playground.add(berlin, { subject: 'Own', start_ms: MONDAY, end_ms: MONDAY + HOUR })
    appendFileSync(path, '{"mailbox":{"m365_ten')

    const after = mockOutlook({ clock, journal: fileJournal(path) })
    expect(await after.findByBooking(berlin, 'b1')).toEqual(moved)
    expect(await after.find(berlin, gone.event_id)).toBeUndefined()
    const again = after.create(berlin, { ...draft, booking_id: 'b2', transaction_id: 't2' })
    await expect(again).rejects.toMatchObject({ code: 'transaction_spent' })
    expect(await after.listSubscriptions('acme')).toEqual([subscription])
    const other = after.playground.add(berlin, { subject: 'Own', start_ms: MONDAY, end_ms: MONDAY + HOUR })
    expect(other.event_id).not.toBe(own.event_id)
    expect(after.mails).toEqual([])
  })
})

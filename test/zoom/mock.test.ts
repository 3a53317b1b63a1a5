import { beforeEach, expect, test } from 'bun:test'
import { stoppedClock } from '../../src/lib/clock.ts'
import { Failure } from '../../src/lib/failure.ts'
import { type MockZoom, mockZoom } from '../../src/zoom/mock.ts'

const clock = stoppedClock(Date.parse('2026-05-01T10:00:00Z'))
const account = { account_id: '', client_id: '', client_secret: '' }
const draft = {
  booking_id: '01900000-0000-7000-8000-000000000001',
  user: 'berlin@acme.example',
  topic: 'Intro',
  start_ms: clock.now_ms() + 3_600_000,
  duration_minutes: 30,
  time_zone: 'Europe/Berlin',
}
let zoom: MockZoom
beforeEach(() => {
  zoom = mockZoom({ clock })
})

test('the link comes from the booking id alone, in every run', async () => {
  const first = await zoom.create(account, draft)
  const again = await mockZoom({ clock }).create(account, {
    ...draft,
    start_ms: draft.start_ms + 1,
    topic: '',
  })
  expect(again.join_url).toBe(first.join_url)
  const other = await zoom.create(account, { ...draft, booking_id: crypto.randomUUID() })
  expect(other.join_url).not.toBe(first.join_url)
})

test('ordered failures come as often as ordered, for the call named, and change nothing', async () => {
  const failure = new Failure('retry', 'deadline', 'late')
  zoom.failNext(2, failure, 'create')
  expect(await zoom.listMarked(account, draft.user)).toEqual([])
  await expect(zoom.create(account, draft)).rejects.toBe(failure)
  await expect(zoom.create(account, draft)).rejects.toBe(failure)
  await zoom.create(account, draft)
  expect(zoom.meetings()).toHaveLength(1)
})

test('what was planted is there as if made earlier', async () => {
  const planted = zoom.plant(draft)
  expect(await zoom.findByMark(account, draft.user, draft.booking_id)).toEqual(planted)
})

test('a delay holds the answer back', async () => {
  zoom.delay(5)
  const order: string[] = []
  const call = zoom.find(account, '1').then(() => order.push('answer'))
  await Bun.sleep(0).then(() => order.push('meanwhile'))
  await call
  expect(order).toEqual(['meanwhile', 'answer'])
})

test('what it shows cannot be used to change what it holds', async () => {
  zoom.plant(draft)
  for (const meeting of zoom.meetings()) meeting.topic = 'changed'
  expect(zoom.meetings()[0]?.topic).toBe('Intro')
})

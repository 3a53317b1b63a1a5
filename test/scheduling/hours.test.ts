import { expect, test } from 'bun:test'
import { formatLocal } from '../../src/scheduling/format.ts'
import { type Minutes, type Override, openParts, type WeeklyRule } from '../../src/scheduling/hours.ts'
import { merge } from '../../src/scheduling/interval.ts'
import { windowOf } from '../../src/scheduling/local.ts'
import { bundledZones } from '../../src/scheduling/zone.ts'

const zones = bundledZones()
const zone = 'Europe/Berlin'

function daily(...intervals: Minutes[]): WeeklyRule[] {
  return [1, 2, 3, 4, 5, 6, 7].flatMap((weekday) => intervals.map((minutes) => ({ weekday, ...minutes })))
}

/** Open intervals of the dates as local text, "10-25T01:00+02:00/…". */
function open(dates: [string, string], weekly: WeeklyRule[], overrides: Override[] = []): string[] {
  const parts = openParts(zones, { time_zone: zone, weekly, overrides }, windowOf(zones, zone, ...dates))
  const short = (at_ms: number) => formatLocal(zones, zone, at_ms).replace(/^2026-|:00(?=[+-])/g, '')
  return merge(parts).map(({ from_ms, until_ms }) => `${short(from_ms)}/${short(until_ms)}`)
}

const minutes = (from_minute: number, until_minute: number): Minutes => ({ from_minute, until_minute })

test('weekly rules hold on their weekday', () => {
  const monday = { weekday: 1, ...minutes(540, 600) }
  const sunday = { weekday: 7, ...minutes(600, 660) }
  expect(open(['2026-12-06', '2026-12-08'], [monday, sunday])).toEqual([
    '12-06T10:00+01:00/12-06T11:00+01:00',
    '12-07T09:00+01:00/12-07T10:00+01:00',
  ])
})

test('an override replaces its date, and one without intervals closes it', () => {
  const overrides = [
    { date: '2026-12-08', intervals: [minutes(780, 840)] },
    { date: '2026-12-09', intervals: [] },
  ]
  expect(open(['2026-12-07', '2026-12-10'], daily(minutes(540, 600)), overrides)).toEqual([
    '12-07T09:00+01:00/12-07T10:00+01:00',
    '12-08T13:00+01:00/12-08T14:00+01:00',
    '12-10T09:00+01:00/12-10T10:00+01:00',
  ])
})

test('an interval up to midnight and one from midnight are one stretch', () => {
  const night = daily(minutes(1380, 1440), minutes(0, 60))
  expect(open(['2026-12-07', '2026-12-07'], night)).toEqual([
    '12-07T00:00+01:00/12-07T01:00+01:00',
    '12-07T23:00+01:00/12-08T00:00+01:00',
  ])
  expect(open(['2026-12-07', '2026-12-08'], night)[1]).toBe('12-07T23:00+01:00/12-08T01:00+01:00')
})

test('intervals of a date that overlap or touch are one with one opening', () => {
  const hours = {
    time_zone: 'UTC',
    weekly: daily(minutes(600, 700), minutes(540, 610), minutes(700, 720)),
    overrides: [],
  }
  const parts = openParts(zones, hours, { from_ms: 0, until_ms: 86_400_000 })
  expect(parts).toEqual([{ from_ms: 540 * 60_000, until_ms: 720 * 60_000, opening_ms: 540 * 60_000, day: 0 }])
})

test('what a gap skips is not open, and the rest closes up', () => {
  expect(open(['2026-03-29', '2026-03-29'], daily(minutes(60, 240)))).toEqual([
    '03-29T01:00+01:00/03-29T04:00+02:00',
  ])
  expect(open(['2026-03-29', '2026-03-29'], daily(minutes(130, 170)))).toEqual([])
  expect(open(['2026-03-29', '2026-03-29'], daily(minutes(150, 240)))).toEqual([
    '03-29T03:00+02:00/03-29T04:00+02:00',
  ])
  expect(open(['2026-03-29', '2026-03-29'], daily(minutes(60, 150)))).toEqual([
    '03-29T01:00+01:00/03-29T03:00+02:00',
  ])
})

test('an hour that is repeated is open both times, as far as the clock is in the interval', () => {
  expect(open(['2026-10-25', '2026-10-25'], daily(minutes(60, 150)))).toEqual([
    '10-25T01:00+02:00/10-25T02:30+02:00',
    '10-25T02:00+01:00/10-25T02:30+01:00',
  ])
  expect(open(['2026-10-25', '2026-10-25'], daily(minutes(150, 240)))).toEqual([
    '10-25T02:30+02:00/10-25T02:00+01:00',
    '10-25T02:30+01:00/10-25T04:00+01:00',
  ])
  expect(open(['2026-10-25', '2026-10-25'], daily(minutes(0, 1440)))).toEqual([
    '10-25T00:00+02:00/10-26T00:00+01:00',
  ])
})

test('minutes outside of the day and intervals that go back open nothing', () => {
  expect(open(['2026-12-07', '2026-12-07'], daily(minutes(600, 600), minutes(700, 650)))).toEqual([])
  expect(open(['2026-12-07', '2026-12-07'], daily(minutes(-60, 30), minutes(1410, 1500)))).toEqual([
    '12-07T00:00+01:00/12-07T00:30+01:00',
    '12-07T23:30+01:00/12-08T00:00+01:00',
  ])
})

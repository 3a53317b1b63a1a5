import { describe, expect, test } from 'bun:test'
import fc from 'fast-check'
import { addDays } from '../../src/scheduling/date.ts'
import { formatLocal } from '../../src/scheduling/format.ts'
import { windowOf } from '../../src/scheduling/local.ts'
import { type Agenda, isOffered, nearest, type SlotRules, slotsOf } from '../../src/scheduling/slots.ts'
import { bundledZones } from '../../src/scheduling/zone.ts'
import { anyAgenda, anyRules } from './arbitrary.ts'

const zones = bundledZones()
const MINUTE_MS = 60_000
const plain: SlotRules = {
  length_minutes: 60,
  slot_step_minutes: 30,
  buffer_before_minutes: 0,
  buffer_after_minutes: 0,
  minimum_notice_minutes: 0,
  horizon_days: 365,
  maximum_per_day: null,
}
const WEEK = [1, 2, 3, 4, 5, 6, 7]
const office = WEEK.map((weekday) => ({ weekday, from_minute: 540, until_minute: 720 }))
const berlin: Agenda = {
  time_zone: 'Europe/Berlin',
  weekly: office,
  overrides: [],
  claims: [],
  busy: [],
  booked_starts_ms: [],
}
const at = (iso: string) => Date.parse(iso)
const NOW = at('2026-01-01T00:00Z')

/** The slots of one date as wall time with offset. */
function day(date: string, agenda: Partial<Agenda>, rules: Partial<SlotRules> = {}, now_ms = NOW): string[] {
  const whole = { ...berlin, ...agenda }
  const window = windowOf(zones, whole.time_zone, date, date)
  return slotsOf(zones, { ...plain, ...rules }, whole, window, now_ms).map((start_ms) =>
    formatLocal(zones, whole.time_zone, start_ms)
      .slice(11)
      .replace(/:00(?=[+-])/, ''),
  )
}

describe('slots of a day', () => {
  test('start at the opening and every step after it, and end by the closing', () => {
    expect(day('2026-12-07', {})).toEqual(
      ['09:00', '09:30', '10:00', '10:30', '11:00'].map((t) => `${t}+01:00`),
    )
  })

  test('keep both buffers clear of claims and busy windows; what only touches is no conflict', () => {
    const ten = { from_ms: at('2026-12-07T09:30Z'), until_ms: at('2026-12-07T09:45Z') }
    const short = { length_minutes: 30 }
    const left = (rules: Partial<SlotRules>, agenda: Partial<Agenda>) =>
      day('2026-12-07', agenda, { ...short, ...rules }).map((text) => text.slice(0, 5))
    expect(left({}, { busy: [ten] })).toEqual(['09:00', '09:30', '10:00', '11:00', '11:30'])
    expect(left({}, { claims: [ten] })).toEqual(['09:00', '09:30', '10:00', '11:00', '11:30'])
    expect(left({ buffer_after_minutes: 1 }, { busy: [ten] })).toEqual(['09:00', '09:30', '11:00', '11:30'])
    expect(left({ buffer_before_minutes: 15 }, { busy: [ten] })).toEqual([
      '09:00',
      '09:30',
      '10:00',
      '11:00',
      '11:30',
    ])
    expect(left({ buffer_before_minutes: 16 }, { busy: [ten] })).toEqual(['09:00', '09:30', '10:00', '11:30'])
    const instant = { from_ms: ten.from_ms + 1, until_ms: ten.from_ms + 1 }
    expect(left({}, { busy: [instant] }).length).toBe(6)
  })

  test('buffers may lie in closed time', () => {
    expect(day('2026-12-07', {}, { buffer_before_minutes: 60, buffer_after_minutes: 60 }).length).toBe(5)
  })

  test('notice and horizon include the instant they name', () => {
    const start = at('2026-12-07T09:00Z')
    const from = (rules: Partial<SlotRules>, now_ms: number) => day('2026-12-07', {}, rules, now_ms)
    expect(from({ minimum_notice_minutes: 90 }, start - 90 * MINUTE_MS)[0]).toBe('10:00+01:00')
    expect(from({ minimum_notice_minutes: 90 }, start - 90 * MINUTE_MS + 1)[0]).toBe('10:30+01:00')
    expect(from({ horizon_days: 2 }, start - 2 * 86_400_000).at(-1)).toBe('10:00+01:00')
    expect(from({ horizon_days: 2 }, start - 2 * 86_400_000 - 1).at(-1)).toBe('09:30+01:00')
    expect(from({}, start + 86_400_000)).toEqual([])
  })

  test('the daily maximum counts starts by the date of the salesperson', () => {
    // 23:30 in Berlin on the 7th, and 00:30 on the 8th, are both the 7th in UTC.
    const booked_starts_ms = [at('2026-12-07T22:30Z'), at('2026-12-07T23:30Z')]
    expect(day('2026-12-07', { booked_starts_ms }, { maximum_per_day: 1 })).toEqual([])
    expect(day('2026-12-07', { booked_starts_ms }, { maximum_per_day: 2 }).length).toBe(5)
    expect(day('2026-12-08', { booked_starts_ms }, { maximum_per_day: 1 })).toEqual([])
    expect(day('2026-12-07', {}, { maximum_per_day: 0 })).toEqual([])
  })

  test('a slot may run over midnight when both sides are open', () => {
    const weekly = WEEK.flatMap((weekday) => [
      { weekday, from_minute: 1380, until_minute: 1440 },
      { weekday, from_minute: 0, until_minute: 30 },
    ])
    expect(day('2026-12-07', { weekly })).toEqual(['23:00+01:00', '23:30+01:00'])
  })

  test('length or step of nothing is refused, not looped over', () => {
    expect(() => day('2026-12-07', {}, { slot_step_minutes: 0 })).toThrow(RangeError)
    expect(() => day('2026-12-07', {}, { length_minutes: 0 })).toThrow(RangeError)
    expect(() => day('2026-12-07', {}, { slot_step_minutes: Number.NaN })).toThrow(RangeError)
  })
})

describe('slots while the clocks change', () => {
  const night = WEEK.map((weekday) => ({ weekday, from_minute: 60, until_minute: 240 }))

  test('those in the gap do not exist, and one may run across it', () => {
    expect(day('2026-03-29', { weekly: night })).toEqual(['01:00+01:00', '01:30+01:00', '03:00+02:00'])
  })

  test('those in the overlap are offered twice', () => {
    expect(day('2026-10-25', { weekly: night })).toEqual([
      '01:00+02:00',
      '01:30+02:00',
      '02:00+02:00',
      '02:30+02:00',
      '02:00+01:00',
      '02:30+01:00',
      '03:00+01:00',
    ])
  })

  test('the grid follows the clock when it moves by half an hour', () => {
    const lordHowe = { time_zone: 'Australia/Lord_Howe', weekly: night }
    const hourly = { slot_step_minutes: 60 }
    // 02:00 becomes 02:30: the step of 02:00 does not exist, that of 03:00 does.
    expect(day('2026-10-04', lordHowe, hourly)).toEqual(['01:00+10:30', '03:00+11:00'])
    // 02:00 becomes 01:30: no step falls into the second half hour, and 02:00 follows it.
    expect(day('2026-04-05', lordHowe, hourly)).toEqual(['01:00+11:00', '02:00+10:30', '03:00+10:30'])
  })

  test('Vancouver’s winter of 2026 is listed at -07', () => {
    expect(day('2026-12-15', { time_zone: 'America/Vancouver' })[0]).toBe('09:00-07:00')
  })
})

test('the union of slots is the same for every customer zone; the zone only labels them', () => {
  const agenda = {
    ...berlin,
    weekly: WEEK.map((weekday) => ({ weekday, from_minute: 0, until_minute: 1440 })),
  }
  const rules = { ...plain, maximum_per_day: 3 }
  const lands = ['2026-10-22', '2026-10-23', '2026-10-24', '2026-10-25', '2026-10-26']
  const core = { from_ms: at('2026-10-23T14:00Z'), until_ms: at('2026-10-25T10:00Z') }
  const expected = slotsOf(zones, rules, agenda, core, NOW)
  expect(expected.length).toBeGreaterThan(80)
  for (const customer of zones.names()) {
    const union = lands.flatMap((date) => {
      const window = windowOf(zones, customer, date, date)
      return slotsOf(zones, rules, agenda, window, NOW)
    })
    expect(union.filter((start_ms) => core.from_ms <= start_ms && start_ms < core.until_ms)).toEqual(expected)
    expect(windowOf(zones, customer, lands[0]!, lands.at(-1)!)).toEqual({
      from_ms: windowOf(zones, customer, lands[0]!, lands[0]!).from_ms,
      until_ms: windowOf(zones, customer, addDays(lands.at(-1)!, 1), addDays(lands.at(-1)!, 1)).from_ms,
    })
  }
})

test('slots ascend, and what is offered is what is listed', () => {
  const around = at('2026-10-25T01:00Z')
  fc.assert(
    fc.property(anyRules, anyAgenda('Europe/Berlin', around), (rules, agenda) => {
      const window = { from_ms: around - 86_400_000, until_ms: around + 86_400_000 }
      const slots = slotsOf(zones, rules, agenda, window, around - 86_400_000)
      expect(slots).toEqual([...new Set(slots)].sort((a, b) => a - b))
      const listed = new Set(slots)
      for (let start_ms = window.from_ms; start_ms < window.until_ms; start_ms += 5 * MINUTE_MS)
        expect(isOffered(zones, rules, agenda, start_ms, window.from_ms)).toBe(listed.has(start_ms))
    }),
    { numRuns: 40 },
  )
})

test('a window cuts slots off and changes no others', () => {
  const around = at('2026-03-29T01:00Z')
  const cut = fc.integer({ min: -1440, max: 1440 }).map((minutes) => around + minutes * MINUTE_MS)
  fc.assert(
    fc.property(anyRules, anyAgenda('Europe/Berlin', around), cut, (rules, agenda, cut_ms) => {
      const slots = (from_ms: number, until_ms: number) =>
        slotsOf(zones, rules, agenda, { from_ms, until_ms }, around - 86_400_000)
      const [from_ms, until_ms] = [around - 86_400_000, around + 86_400_000]
      expect([...slots(from_ms, cut_ms), ...slots(cut_ms, until_ms)]).toEqual(slots(from_ms, until_ms))
    }),
  )
})

test('the nearest are the nearest on either side, in order, without the slot itself', () => {
  expect(nearest([10, 20, 30, 40, 50], 30, 3)).toEqual([10, 20, 40])
  expect(nearest([10, 20], 100, 3)).toEqual([10, 20])
  expect(nearest([], 5, 3)).toEqual([])
})

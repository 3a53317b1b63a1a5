import { describe, expect, test } from 'bun:test'
import fc from 'fast-check'
import { explainSlot, refusal, type SlotRule } from '../../src/scheduling/explain.ts'
import { type Agenda, type SlotRules, slotsOf } from '../../src/scheduling/slots.ts'
import { bundledZones } from '../../src/scheduling/zone.ts'
import { anyAgenda, anyRules } from './arbitrary.ts'

const zones = bundledZones()
const MINUTE_MS = 60_000
const NOW = Date.parse('2026-12-01T00:00Z')
const rules: SlotRules = {
  length_minutes: 30,
  slot_step_minutes: 30,
  buffer_before_minutes: 0,
  buffer_after_minutes: 10,
  minimum_notice_minutes: 60,
  horizon_days: 14,
  maximum_per_day: 2,
}
const agenda: Agenda = {
  time_zone: 'America/Vancouver',
  weekly: [{ weekday: 1, from_minute: 540, until_minute: 1020 }],
  overrides: [],
  claims: [{ from_ms: Date.parse('2026-12-07T18:00Z'), until_ms: Date.parse('2026-12-07T18:30Z') }],
  busy: [{ from_ms: Date.parse('2026-12-07T20:00Z'), until_ms: Date.parse('2026-12-07T20:30Z') }],
  booked_starts_ms: [],
}
const why = (iso: string, change: Partial<Agenda> = {}) =>
  refusal(zones, rules, { ...agenda, ...change }, Date.parse(iso), NOW)

describe('a refusal names the rule', () => {
  test('and there is none for a slot', () => expect(why('2026-12-07T16:00Z')).toBeUndefined())

  const refused: [string, SlotRule, string][] = [
    ['2026-11-30T17:00Z', 'notice', 'The earliest start is 2026-11-30T18:00:00-07:00'],
    ['2026-12-21T17:00Z', 'horizon', 'The latest start is 2026-12-14T17:00:00-07:00'],
    ['2026-12-08T17:00Z', 'open_hours', 'Closed from 2026-12-08T10:00:00-07:00'],
    ['2026-12-07T23:45Z', 'open_hours', 'Closed from 2026-12-07T17:00:00-07:00'],
    ['2026-12-07T16:10Z', 'step', 'Slots start every 30 minutes from 2026-12-07T09:00:00-07:00'],
    ['2026-12-07T17:30Z', 'claims', 'Taken from 2026-12-07T11:00:00-07:00 until 2026-12-07T11:30:00-07:00'],
    ['2026-12-07T20:00Z', 'busy', 'Taken from 2026-12-07T13:00:00-07:00 until 2026-12-07T13:30:00-07:00'],
  ]
  for (const [iso, rule, detail] of refused)
    test(`${rule} at ${iso}`, () => expect(why(iso)).toEqual({ rule, passed: false, detail }))

  test('daily_maximum on a full date', () => {
    const booked_starts_ms = [Date.parse('2026-12-07T16:30Z'), Date.parse('2026-12-08T06:30Z')]
    expect(why('2026-12-07T16:00Z', { booked_starts_ms })).toMatchObject({
      rule: 'daily_maximum',
      detail: 'The maximum is 2 on 2026-12-07',
    })
  })
})

test('every rule answers, also after one that failed', () => {
  const verdicts = explainSlot(zones, rules, agenda, Date.parse('2026-11-29T20:05Z'), NOW)
  expect(verdicts.map(({ rule, passed }) => [rule, passed])).toEqual([
    ['notice', false],
    ['horizon', true],
    ['open_hours', false],
    ['step', false],
    ['claims', true],
    ['busy', true],
    ['daily_maximum', true],
  ])
})

test('all rules pass exactly for the slots that are listed', () => {
  const anyCase = fc
    .constantFrom(
      ['Europe/Berlin', '2026-10-25T01:00Z'],
      ['Europe/Berlin', '2026-03-29T01:00Z'],
      ['Australia/Lord_Howe', '2026-04-04T15:00Z'],
      ['Africa/Cairo', '2026-04-23T22:00Z'],
      ['America/Vancouver', '2026-12-15T20:00Z'],
    )
    .chain(([zone = '', iso = '']) =>
      fc.tuple(anyRules, anyAgenda(zone, Date.parse(iso)), fc.constant(Date.parse(iso))),
    )
  fc.assert(
    fc.property(anyCase, ([given, theirs, around]) => {
      const window = { from_ms: around - 43_200_000, until_ms: around + 43_200_000 }
      const listed = new Set(slotsOf(zones, given, theirs, window, window.from_ms))
      for (let start_ms = window.from_ms; start_ms < window.until_ms; start_ms += 5 * MINUTE_MS) {
        const verdicts = explainSlot(zones, given, theirs, start_ms, window.from_ms)
        expect(verdicts.every(({ passed }) => passed)).toBe(listed.has(start_ms))
        const first = verdicts.find(({ passed }) => !passed)
        expect(refusal(zones, given, theirs, start_ms, window.from_ms)).toEqual(first)
      }
    }),
    { numRuns: 60 },
  )
})

import { describe, expect, test } from 'bun:test'
import fc from 'fast-check'
import { type Agenda, type SlotRules, slotsOf } from '../../src/scheduling/slots.ts'
import { bundledZones, type Transition } from '../../src/scheduling/zone.ts'
import { anyAgenda, anyRules } from './arbitrary.ts'
import { slowSlots } from './oracle.ts'

const zones = bundledZones()
const HOUR_MS = 3_600_000
const SPAN = [Date.UTC(2024, 0), Date.UTC(2028, 0)] as const

/** Every zone with rules of its own that changes its clocks from 2024 to 2027. */
const changing = zones
  .names()
  .filter((name) => zones.canonical(name) === name && zones.transitions(name, ...SPAN).length > 0)

/** Open on both sides of the change, from within the skipped or repeated time, and over midnight. */
function agendaAt(time_zone: string, { at_ms, before_ms, after_ms }: Transition): Agenda {
  const wall = (offset_ms: number) => ((((at_ms + offset_ms) / 60_000) % 1440) + 1440) % 1440
  const [from, until] = [Math.min(wall(before_ms), wall(after_ms)), Math.max(wall(before_ms), wall(after_ms))]
  const middle = Math.round((from + until) / 2)
  const intervals = [
    { from_minute: Math.max(0, from - 65), until_minute: middle },
    { from_minute: middle + 5, until_minute: Math.min(1440, until + 100) },
    { from_minute: 1380, until_minute: 1440 },
  ]
  const weekly = [1, 2, 3, 4, 5, 6, 7].flatMap((weekday) =>
    intervals.map((minutes) => ({ weekday, ...minutes })),
  )
  const busy = [{ from_ms: at_ms + HOUR_MS, until_ms: at_ms + 1.25 * HOUR_MS }]
  return { time_zone, weekly, overrides: [], claims: [], busy, booked_starts_ms: [] }
}

const rules: SlotRules = {
  length_minutes: 30,
  slot_step_minutes: 15,
  buffer_before_minutes: 0,
  buffer_after_minutes: 5,
  minimum_notice_minutes: 0,
  horizon_days: 60,
  maximum_per_day: null,
}

describe('slots around every change of the clocks from 2024 to 2027 are those of the slow oracle', () => {
  test('there are at least twenty such zones', () => expect(changing.length).toBeGreaterThan(20))

  for (const zone of changing)
    test(zone, () => {
      let found = 0
      for (const change of zones.transitions(zone, ...SPAN)) {
        const window = { from_ms: change.at_ms - 15 * HOUR_MS, until_ms: change.at_ms + 15 * HOUR_MS }
        const agenda = agendaAt(zone, change)
        const fast = slotsOf(zones, rules, agenda, window, window.from_ms)
        expect(fast).toEqual(slowSlots(rules, agenda, window, window.from_ms))
        found += fast.length
      }
      expect(found).toBeGreaterThan(0)
    })
})

test('slots of any agenda, rules and zone near a change are those of the slow oracle', () => {
  const changes = changing.flatMap((zone) =>
    zones.transitions(zone, ...SPAN).map(({ at_ms }) => ({ zone, at_ms })),
  )
  const anyCase = fc.constantFrom(...changes).chain(({ zone, at_ms }) =>
    fc.record({
      at_ms: fc.constant(at_ms),
      agenda: anyAgenda(zone, at_ms),
      rules: anyRules,
      ago_minutes: fc.integer({ min: 0, max: 2880 }),
    }),
  )
  fc.assert(
    fc.property(anyCase, ({ at_ms, agenda, rules, ago_minutes }) => {
      const window = { from_ms: at_ms - 30 * HOUR_MS, until_ms: at_ms + 30 * HOUR_MS }
      const now_ms = at_ms - ago_minutes * 60_000
      expect(slotsOf(zones, rules, agenda, window, now_ms)).toEqual(slowSlots(rules, agenda, window, now_ms))
    }),
    { numRuns: 150 },
  )
})

import fc from 'fast-check'
import type { Agenda, SlotRules } from '../../src/scheduling/slots.ts'

const MINUTE_MS = 60_000

/** Rules as a meeting type may have them. */
export const anyRules: fc.Arbitrary<SlotRules> = fc.record({
  length_minutes: fc.constantFrom(5, 15, 30, 45, 60, 120),
  slot_step_minutes: fc.constantFrom(5, 7, 15, 20, 30, 60),
  buffer_before_minutes: fc.constantFrom(0, 0, 5, 15),
  buffer_after_minutes: fc.constantFrom(0, 0, 10, 30),
  minimum_notice_minutes: fc.constantFrom(0, 1, 60, 1440),
  horizon_days: fc.constantFrom(1, 2, 60),
  maximum_per_day: fc.constantFrom(null, null, 1, 2),
})

const anyMinutes = fc
  .tuple(fc.integer({ min: 0, max: 288 }), fc.integer({ min: 1, max: 150 }))
  .map(([from, length]) => ({ from_minute: from * 5, until_minute: Math.min(1440, (from + length) * 5) }))
  .filter(({ from_minute, until_minute }) => from_minute < until_minute)

/** A salesperson's time for a few days around an instant: hours that may overlap, touch and cross midnight. */
export function anyAgenda(time_zone: string, around_ms: number): fc.Arbitrary<Agenda> {
  const start_ms = Math.floor(around_ms / MINUTE_MS) * MINUTE_MS
  const at_ms = fc.integer({ min: -600, max: 600 }).map((fives) => start_ms + fives * 5 * MINUTE_MS)
  const intervals = fc
    .tuple(at_ms, fc.integer({ min: 0, max: 180 }))
    .map(([from_ms, length]) => ({ from_ms, until_ms: from_ms + length * MINUTE_MS }))
  const weekday = fc.integer({ min: 1, max: 7 })
  const date = fc
    .integer({ min: -2, max: 2 })
    .map((days) => new Date(start_ms + days * 86_400_000).toISOString().slice(0, 10))
  return fc.record({
    time_zone: fc.constant(time_zone),
    weekly: fc.array(
      fc.tuple(weekday, anyMinutes).map(([day, minutes]) => ({ weekday: day, ...minutes })),
      { minLength: 4, maxLength: 16, size: 'max' },
    ),
    overrides: fc.uniqueArray(fc.record({ date, intervals: fc.array(anyMinutes, { maxLength: 3 }) }), {
      selector: (override) => override.date,
      maxLength: 3,
    }),
    claims: fc.array(intervals, { maxLength: 6 }),
    busy: fc.array(intervals, { maxLength: 6 }),
    booked_starts_ms: fc.array(at_ms, { maxLength: 4 }),
  })
}

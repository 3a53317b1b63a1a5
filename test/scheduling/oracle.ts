import moment from 'moment-timezone/moment-timezone.js'
import type { Agenda, SlotRules } from '../../src/scheduling/slots.ts'
import { published } from './published.ts'

moment.tz.load(published)

const MINUTE_MS = 60_000

/**
 * The slots in a window, found by looking at every minute. It shares no code with `slotsOf`, not even the zone
 * rules, which it has from moment-timezone's own reader. Everything must lie on whole minutes.
 */
export function slowSlots(
  rules: SlotRules,
  agenda: Agenda,
  window: { from_ms: number; until_ms: number },
  now_ms: number,
): number[] {
  const minutes = minutesOf(agenda, window.from_ms, window.until_ms + rules.length_minutes * MINUTE_MS)
  const taken = takenMinutes(agenda)
  const starts: number[] = []
  for (let i = 0; i < minutes.length; i++) {
    const { at_ms, date, minute, opening } = minutes[i]!
    if (at_ms >= window.until_ms) break
    if (opening === -1 || (minute - opening) % rules.slot_step_minutes !== 0) continue
    if (at_ms - now_ms < rules.minimum_notice_minutes * MINUTE_MS) continue
    if (at_ms - now_ms > rules.horizon_days * 24 * 60 * MINUTE_MS) continue
    const whole = minutes.slice(i, i + rules.length_minutes)
    if (whole.some((later) => later.opening === -1)) continue
    const [before, after] = [-rules.buffer_before_minutes, rules.length_minutes + rules.buffer_after_minutes]
    if (range(before, after).some((k) => taken.has(at_ms + k * MINUTE_MS))) continue
    const sameDay = agenda.booked_starts_ms.filter((at) => wallOf(agenda.time_zone, at).date === date)
    if (rules.maximum_per_day !== null && sameDay.length >= rules.maximum_per_day) continue
    starts.push(at_ms)
  }
  return starts
}

function minutesOf(agenda: Agenda, from_ms: number, until_ms: number) {
  const openings = new Map<string, number[]>()
  return range(from_ms / MINUTE_MS, until_ms / MINUTE_MS).map((count) => {
    const at_ms = count * MINUTE_MS
    const { date, minute } = wallOf(agenda.time_zone, at_ms)
    if (!openings.has(date)) openings.set(date, openingsOf(agenda, date))
    return { at_ms, date, minute, opening: openings.get(date)![minute]! }
  })
}

function wallOf(zone: string, at_ms: number): { date: string; minute: number } {
  const wall = new Date(at_ms - moment.tz.zone(zone)!.utcOffset(at_ms) * MINUTE_MS)
  return { date: wall.toISOString().slice(0, 10), minute: wall.getUTCHours() * 60 + wall.getUTCMinutes() }
}

/** For each minute of a date on the wall, the minute at which its stretch opened, or -1. */
function openingsOf({ weekly, overrides }: Agenda, date: string): number[] {
  const weekday = Temporal.PlainDate.from(date).dayOfWeek
  const override = overrides.find((candidate) => candidate.date === date)
  const intervals = override ? override.intervals : weekly.filter((rule) => rule.weekday === weekday)
  const openings: number[] = []
  for (const minute of range(0, 1440)) {
    const isOpen = intervals.some(
      ({ from_minute, until_minute }) => from_minute <= minute && minute < until_minute,
    )
    const before = openings[minute - 1] ?? -1
    openings.push(isOpen ? (before === -1 ? minute : before) : -1)
  }
  return openings
}

function takenMinutes({ claims, busy }: Agenda): Set<number> {
  const taken = new Set<number>()
  for (const { from_ms, until_ms } of [...claims, ...busy])
    for (let at_ms = from_ms; at_ms < until_ms; at_ms += MINUTE_MS) taken.add(at_ms)
  return taken
}

function range(from: number, until: number): number[] {
  return Array.from({ length: until - from }, (_, i) => from + i)
}

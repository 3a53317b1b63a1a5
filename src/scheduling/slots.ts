import { DAY_MS, MINUTE_MS } from './date.ts'
import { type Hours, openParts } from './hours.ts'
import { type Interval, merge, within } from './interval.ts'
import { localDayOf } from './local.ts'
import type { Zones } from './zone.ts'

/** What a meeting type asks of a slot. Length and step are at least one minute. */
export interface SlotRules {
  length_minutes: number
  slot_step_minutes: number
  buffer_before_minutes: number
  buffer_after_minutes: number
  minimum_notice_minutes: number
  /** Counted in spans of 24 hours from now. */
  horizon_days: number
  /** Bookings that may start on one local date of the salesperson; `null` is no limit. */
  maximum_per_day: number | null
}

/** What a salesperson's time looks like. To move a booking, leave its own claim, event and start out. */
export interface Agenda extends Hours {
  /** Time that bookings take, their buffers included. */
  claims: readonly Interval[]
  /** Time that Outlook says is taken. */
  busy: readonly Interval[]
  /** Starts of the held, confirming and confirmed bookings that the daily maximum counts. */
  booked_starts_ms: readonly number[]
}

/**
 * The starts of all slots in [window.from_ms, window.until_ms), ascending, in epoch milliseconds. A slot starts
 * where the salesperson's clocks show an opening plus a whole number of steps, lies wholly in open time (what
 * touches, over midnight too, is one), and keeps its buffers clear of claims and busy windows. Linear in claims
 * and busy windows when they come sorted; otherwise they are sorted first. Throws `unknown_time_zone`.
 */
export function slotsOf(
  zones: Zones,
  rules: SlotRules,
  agenda: Agenda,
  window: Interval,
  now_ms: number,
): number[] {
  const { from_ms, until_ms } = within(window, permittedStarts(rules, now_ms))
  if (from_ms >= until_ms) return []
  const { length_ms, step_ms } = spansOf(rules)
  // A start before `until_ms` may need open time after it.
  const parts = openParts(zones, agenda, { from_ms, until_ms: until_ms + length_ms })
  const fits = fitsInto(merge(parts), length_ms)
  const meetsClaim = meets(agenda.claims, rules)
  const meetsBusy = meets(agenda.busy, rules)
  const isFull = fullDays(zones, rules, agenda)
  const starts: number[] = []
  for (const part of parts) {
    if (isFull(part.day)) continue
    const last_ms = Math.min(part.until_ms, until_ms)
    const steps = Math.ceil((part.from_ms - part.opening_ms) / step_ms)
    for (let start_ms = part.opening_ms + steps * step_ms; start_ms < last_ms; start_ms += step_ms)
      if (fits(start_ms) && !meetsClaim(start_ms) && !meetsBusy(start_ms)) starts.push(start_ms)
  }
  return starts
}

/** True when `start_ms` is a slot now: the generator itself, asked for this one instant. */
export function isOffered(
  zones: Zones,
  rules: SlotRules,
  agenda: Agenda,
  start_ms: number,
  now_ms: number,
): boolean {
  return slotsOf(zones, rules, agenda, { from_ms: start_ms, until_ms: start_ms + 1 }, now_ms).length === 1
}

/** The `count` slots nearest to `start_ms`, itself left out, ascending; of two equally near the earlier wins. */
export function nearest(slots: readonly number[], start_ms: number, count: number): number[] {
  return slots
    .filter((slot_ms) => slot_ms !== start_ms)
    .sort((a, b) => Math.abs(a - start_ms) - Math.abs(b - start_ms) || a - b)
    .slice(0, count)
    .sort((a, b) => a - b)
}

/** The spans of the rules in milliseconds; throws a `RangeError` on a length or step that would never end. */
export function spansOf(rules: SlotRules) {
  const length_ms = rules.length_minutes * MINUTE_MS
  const step_ms = rules.slot_step_minutes * MINUTE_MS
  if (!(length_ms > 0 && step_ms > 0)) throw new RangeError('Length and step of a slot must be positive')
  const before_ms = rules.buffer_before_minutes * MINUTE_MS
  const after_ms = rules.buffer_after_minutes * MINUTE_MS
  return { length_ms, step_ms, before_ms, after_ms }
}

/** The starts that notice and horizon allow, both inclusive. */
export function permittedStarts(rules: SlotRules, now_ms: number): Interval {
  return {
    from_ms: now_ms + rules.minimum_notice_minutes * MINUTE_MS,
    until_ms: now_ms + rules.horizon_days * DAY_MS + 1,
  }
}

/** Says of ascending starts whether a span of this length lies in one interval; its finger only moves on. */
function fitsInto(open: Interval[], length_ms: number): (start_ms: number) => boolean {
  let finger = 0
  return (start_ms) => {
    while (open[finger]!.until_ms <= start_ms) finger++
    return start_ms + length_ms <= open[finger]!.until_ms
  }
}

/** Says of ascending starts whether slot and buffers meet taken time; its finger only moves on. */
function meets(taken: readonly Interval[], rules: SlotRules): (start_ms: number) => boolean {
  const { length_ms, before_ms, after_ms } = spansOf(rules)
  const blocks = merge(taken)
  let finger = 0
  return (start_ms) => {
    while (finger < blocks.length && blocks[finger]!.until_ms <= start_ms - before_ms) finger++
    return finger < blocks.length && blocks[finger]!.from_ms < start_ms + length_ms + after_ms
  }
}

/** Says of a day number whether its maximum is reached. */
export function fullDays(zones: Zones, rules: SlotRules, agenda: Agenda): (day: number) => boolean {
  const { maximum_per_day } = rules
  if (maximum_per_day === null) return () => false
  const booked = new Map<number, number>()
  for (const start_ms of agenda.booked_starts_ms) {
    const day = localDayOf(zones, agenda.time_zone, start_ms)
    booked.set(day, (booked.get(day) ?? 0) + 1)
  }
  return (day) => (booked.get(day) ?? 0) >= maximum_per_day
}

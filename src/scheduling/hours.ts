import { DAY_MS, dateOf, dayOf, MINUTE_MS, weekdayOf } from './date.ts'
import type { Interval } from './interval.ts'
import type { Zones } from './zone.ts'

/** Minutes since 00:00 on the clock, half open; `until_minute` is at most 1440, the midnight that ends the date. */
export interface Minutes {
  from_minute: number
  until_minute: number
}

/** Open every week on this weekday: 1 Monday to 7 Sunday (ISO 8601). */
export interface WeeklyRule extends Minutes {
  weekday: number
}

/** Replaces the weekly rules on one date; without intervals the date is closed. At most one for a date. */
export interface Override {
  date: string
  intervals: readonly Minutes[]
}

/** When a salesperson is open, by the clocks of `time_zone`. */
export interface Hours {
  time_zone: string
  weekly: readonly WeeklyRule[]
  overrides: readonly Override[]
}

/**
 * A piece of open time on one local date under one offset. Its slots start at `opening_ms` + k · step: the instant
 * at which the clocks, had they never been changed, would have shown the opening. It may lie before `from_ms`.
 */
export interface OpenPart extends Interval {
  opening_ms: number
  /** The local date as a day number (date.ts). */
  day: number
}

/**
 * The open time within `window`, ascending; parts may touch but never overlap. Under each offset the wall clock
 * decides: of what a gap skips nothing is open, and an hour that is repeated is open both times. Intervals of one
 * date that overlap or touch count as one with one opening. Zone work is done per offset, not per day or slot.
 */
export function openParts(zones: Zones, hours: Hours, window: Interval): OpenPart[] {
  const minutesOf = planOf(hours, window)
  const parts: OpenPart[] = []
  for (const stretch of stretchesOf(zones, hours.time_zone, window)) {
    const { from_ms, until_ms, offset_ms } = stretch
    const last = Math.ceil((until_ms + offset_ms) / DAY_MS)
    for (let day = Math.floor((from_ms + offset_ms) / DAY_MS); day < last; day++) {
      for (const { from_minute, until_minute } of minutesOf(day)) {
        const opening_ms = day * DAY_MS + from_minute * MINUTE_MS - offset_ms
        const closing_ms = day * DAY_MS + until_minute * MINUTE_MS - offset_ms
        const part = { from_ms: Math.max(from_ms, opening_ms), until_ms: Math.min(until_ms, closing_ms) }
        if (part.from_ms < part.until_ms) parts.push({ ...part, opening_ms, day })
      }
    }
  }
  return parts
}

/** The open minutes of a day number, sorted and apart. */
function planOf({ weekly, overrides }: Hours, window: Interval): (day: number) => readonly Minutes[] {
  const ofWeekday = Array.from({ length: 8 }, (_, weekday) =>
    mergeMinutes(weekly.filter((rule) => rule.weekday === weekday)),
  )
  if (overrides.length === 0) return (day) => ofWeekday[weekdayOf(day)]!
  // Dates sort as text. A local date is never more than one day away from that of UTC.
  const first = dateOf(Math.floor(window.from_ms / DAY_MS) - 1)
  const last = dateOf(Math.floor(window.until_ms / DAY_MS) + 1)
  const near = overrides.filter(({ date }) => first <= date && date <= last)
  const ofDay = new Map(near.map(({ date, intervals }) => [dayOf(date), mergeMinutes(intervals)]))
  return (day) => ofDay.get(day) ?? ofWeekday[weekdayOf(day)]!
}

function mergeMinutes(minutes: readonly Minutes[]): Minutes[] {
  const merged: Minutes[] = []
  for (const rule of minutes.toSorted((a, b) => a.from_minute - b.from_minute)) {
    // No part may reach into another date: the parts would no longer ascend.
    const from_minute = Math.max(0, rule.from_minute)
    const until_minute = Math.min(1440, rule.until_minute)
    const last = merged.at(-1)
    if (from_minute >= until_minute) continue
    if (last && from_minute <= last.until_minute)
      last.until_minute = Math.max(last.until_minute, until_minute)
    else merged.push({ from_minute, until_minute })
  }
  return merged
}

interface Stretch extends Interval {
  offset_ms: number
}

/** Cuts the window where the zone's offset changes. */
function stretchesOf(zones: Zones, zone: string, { from_ms, until_ms }: Interval): Stretch[] {
  const stretches: Stretch[] = []
  let from = from_ms
  let offset_ms = zones.offset_ms(zone, from_ms)
  for (const { at_ms, after_ms } of zones.transitions(zone, from_ms + 1, until_ms)) {
    stretches.push({ from_ms: from, until_ms: at_ms, offset_ms })
    from = at_ms
    offset_ms = after_ms
  }
  stretches.push({ from_ms: from, until_ms, offset_ms })
  return stretches
}

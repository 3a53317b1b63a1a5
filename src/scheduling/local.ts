import { addDays, DAY_MS, dateOf, dayOf, MINUTE_MS } from './date.ts'
import type { Interval } from './interval.ts'
import type { Zones } from './zone.ts'

/** The day number (date.ts) of an instant in the zone. */
export function localDayOf(zones: Zones, zone: string, at_ms: number): number {
  return Math.floor((at_ms + zones.offset_ms(zone, at_ms)) / DAY_MS)
}

/** The local date of an instant, `YYYY-MM-DD`. */
export function localDateOf(zones: Zones, zone: string, at_ms: number): string {
  return dateOf(localDayOf(zones, zone, at_ms))
}

/** No offset of any zone is larger than this, so no instant is farther from its wall time read as UTC. */
const FARTHEST_MS = DAY_MS

/**
 * The instants at which the clocks show this date and minute (0 to 1440, the latter being the next midnight):
 * none in a gap, one, or two in an overlap; ascending.
 */
export function instantsOf(zones: Zones, zone: string, date: string, minute: number): number[] {
  const wall_ms = dayOf(date) * DAY_MS + minute * MINUTE_MS
  const earliest_ms = wall_ms - FARTHEST_MS
  const later = zones.transitions(zone, earliest_ms, wall_ms + FARTHEST_MS).map((change) => change.after_ms)
  const offsets = new Set([zones.offset_ms(zone, earliest_ms - 1), ...later])
  return [...offsets]
    .map((offset_ms) => wall_ms - offset_ms)
    .filter((at_ms) => at_ms + zones.offset_ms(zone, at_ms) === wall_ms)
    .sort((a, b) => a - b)
}

/**
 * The first instant of a local date. Where the clocks skip midnight this is the end of the gap, and where they
 * repeat it, the first time it strikes.
 */
export function startOfDate(zones: Zones, zone: string, date: string): number {
  const [first] = instantsOf(zones, zone, date, 0)
  if (first !== undefined) return first
  const wall_ms = dayOf(date) * DAY_MS
  const skipped = zones
    .transitions(zone, wall_ms - FARTHEST_MS, wall_ms + FARTHEST_MS)
    .find(({ at_ms, before_ms, after_ms }) => at_ms + before_ms <= wall_ms && wall_ms < at_ms + after_ms)
  return skipped!.at_ms
}

/** The instants of the local dates `from` to `to`, both included. */
export function windowOf(zones: Zones, zone: string, from: string, to: string): Interval {
  return { from_ms: startOfDate(zones, zone, from), until_ms: startOfDate(zones, zone, addDays(to, 1)) }
}

/** True when the clocks of both zones show the same as the span begins, and still do as it ends. */
export function sameClocks(
  zones: Zones,
  one: string,
  other: string,
  { from_ms, until_ms }: Interval,
): boolean {
  return [from_ms, until_ms].every((at_ms) => zones.offset_ms(one, at_ms) === zones.offset_ms(other, at_ms))
}

import { DAY_MS, dateOf, dayOf, weekdayOf } from '../scheduling/date.ts'
import type { Interval } from '../scheduling/interval.ts'
import type { Zones } from '../scheduling/zone.ts'

/** The weeks of a month as rows of seven day numbers (scheduling/date.ts); `undefined` outside the month. */
export function weeksOf(month: string, firstWeekday: number): (number | undefined)[][] {
  const first = dayOf(`${month}-01`)
  const last = dayOf(`${addMonths(month, 1)}-01`) - 1
  const start = first - ((weekdayOf(first) - firstWeekday + 7) % 7)
  const rows = Math.ceil((last - start + 1) / 7)
  return Array.from({ length: rows }, (_, row) =>
    Array.from({ length: 7 }, (_, column) => {
      const day = start + row * 7 + column
      return day < first || day > last ? undefined : day
    }),
  )
}

/** The month so many later, or earlier when negative: `2026-12` and 1 give `2027-01`. */
export function addMonths(month: string, count: number): string {
  const [year = 0, number = 1] = month.split('-').map(Number)
  return new Date(Date.UTC(year, number - 1 + count, 1)).toISOString().slice(0, 7)
}

/** The month of a day number, `YYYY-MM`. */
export function monthOf(day: number): string {
  return dateOf(day).slice(0, 7)
}

/** The spans by the day, in the zone, on which each begins; in the order given. */
export function byDay<Span extends Interval>(
  zones: Zones,
  zone: string,
  spans: readonly Span[],
): Map<number, Span[]> {
  const days = new Map<number, Span[]>()
  const offset_ms = offsetsOver(zones, zone, spans)
  for (const span of spans) {
    const day = Math.floor((span.from_ms + offset_ms(span.from_ms)) / DAY_MS)
    const list = days.get(day)
    if (list) list.push(span)
    else days.set(day, [span])
  }
  return days
}

/** Most months have one offset, which then need not be looked up for each of hundreds of times. */
function offsetsOver(zones: Zones, zone: string, spans: readonly Interval[]): (at_ms: number) => number {
  const from_ms = spans[0]?.from_ms ?? 0
  const changes = zones.transitions(zone, from_ms, (spans.at(-1)?.from_ms ?? 0) + 1)
  const only = zones.offset_ms(zone, from_ms)
  return changes.length === 0 ? () => only : (at_ms) => zones.offset_ms(zone, at_ms)
}

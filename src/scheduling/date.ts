import { Problem } from '../lib/problem.ts'

export const DAY_MS = 86_400_000
export const MINUTE_MS = 60_000

/** True for a day that exists, written `YYYY-MM-DD` (ISO 8601), from the year 1000 on. */
export function isDate(text: string): boolean {
  if (!/^[1-9]\d{3}-\d{2}-\d{2}$/.test(text)) return false
  const at_ms = Date.parse(`${text}T00:00:00Z`)
  return Number.isFinite(at_ms) && dateOf(at_ms / DAY_MS) === text
}

/**
 * The instant that a text names, in epoch milliseconds: a day that exists, the time, and `Z` or its offset (RFC 3339).
 * `undefined` for any other text: what leaves the offset out would be read by the clock of this machine.
 */
export function instantOf(text: string): number | undefined {
  if (!INSTANT.test(text) || !isDate(text.slice(0, 10))) return undefined
  const at_ms = Date.parse(text)
  return Number.isNaN(at_ms) ? undefined : at_ms
}

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)$/

/** The number of a date, counted in days since 1970-01-01; throws the problem `invalid_request` if it is none. */
export function dayOf(date: string): number {
  if (!isDate(date))
    throw new Problem('invalid_request', `"${date.slice(0, 20)}" is not a date like 2026-12-01`)
  return Date.parse(`${date}T00:00:00Z`) / DAY_MS
}

/** The date of a day number, as `YYYY-MM-DD`. */
export function dateOf(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10)
}

/** The date `days` later, or earlier when negative. */
export function addDays(date: string, days: number): string {
  return dateOf(dayOf(date) + days)
}

/** How many days `until` is after `from`; negative when it is before. */
export function daysBetween(from: string, until: string): number {
  return dayOf(until) - dayOf(from)
}

/** The weekday of a day number: 1 Monday to 7 Sunday (ISO 8601). */
export function weekdayOf(day: number): number {
  // The epoch was a Thursday; the second remainder keeps days before it positive.
  return ((((day + 3) % 7) + 7) % 7) + 1
}

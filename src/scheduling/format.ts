import { cityOf } from './city.ts'
import { DAY_MS, MINUTE_MS } from './date.ts'
import type { Interval } from './interval.ts'
import { localDateOf } from './local.ts'
import { type Language, type Locale, languageOf } from './locale.ts'
import type { Zones } from './zone.ts'

/**
 * The one place where an instant becomes words, for the API, pages and letters. The runtime knows languages but not
 * today's zone rules, so it is given our wall time and told that it is UTC.
 */

/** The whole date, "Tuesday, 1 December 2026". */
export function formatDate(zones: Zones, zone: string, at_ms: number, locale: Locale): string {
  const date = write('date', locale, wallOf(zones, zone, at_ms))
  // The first of a month is the one day that French counts by an ordinal, and Intl does not.
  return locale === 'fr' ? date.replace(' 1 ', ' 1er ') : date
}

/** The time of day, "14:30", or "2:30 PM" in the United States. */
export function formatTime(zones: Zones, zone: string, at_ms: number, locale: Locale): string {
  return write('time', locale, wallOf(zones, zone, at_ms))
}

/**
 * From and until, "14:30 to 15:00"; with offsets when the clocks change in between. Less than a day later is the same
 * day or the night that follows; of more, the day of the end is named.
 */
export function formatTimeRange(zones: Zones, zone: string, span: Interval, locale: Locale): string {
  const end = endsOf(zones, zone, span, locale)
  if (isLong(span))
    return `${end(span.from_ms)} – ${formatDate(zones, zone, span.until_ms, locale)}, ${end(span.until_ms)}`
  return RANGE[languageOf(locale)](end(span.from_ms), end(span.until_ms))
}

/** Two times of day do not tell such a span: a salesperson can make an event last for days. */
export function isLong({ from_ms, until_ms }: Interval): boolean {
  return until_ms - from_ms >= DAY_MS
}

/** How an end of the span is written: two times under two offsets each need their own. */
function endsOf(zones: Zones, zone: string, { from_ms, until_ms }: Interval, locale: Locale) {
  const changes = zones.offset_ms(zone, from_ms) !== zones.offset_ms(zone, until_ms)
  return (at_ms: number) =>
    formatTime(zones, zone, at_ms, locale) + (changes ? ` (${formatOffset(zones, zone, at_ms)})` : '')
}

/** The zone as people say it, with the offset of that instant: "Vancouver time (UTC−7)". */
export function formatZone(zones: Zones, zone: string, at_ms: number, locale: Locale): string {
  const offset = formatOffset(zones, zone, at_ms)
  const language = languageOf(locale)
  const city = cityOf(zone, language)
  return city === undefined ? offset : `${TIME_OF[language](city)} (${offset})`
}

/** The distance from UTC at that instant: "UTC", "UTC−7", "UTC+5:30". */
export function formatOffset(zones: Zones, zone: string, at_ms: number): string {
  const offset_ms = zones.offset_ms(zone, at_ms)
  const [hours, minutes] = hoursAndMinutes(offset_ms)
  if (hours === 0 && minutes === 0) return 'UTC'
  return `UTC${offset_ms < 0 ? '−' : '+'}${hours}${minutes === 0 ? '' : `:${two(minutes)}`}`
}

/** The whole phrase: "Tuesday, 1 December 2026, 14:30 to 15:00, Vancouver time (UTC−7)". */
export function formatMoment(
  zones: Zones,
  zone: string,
  { from_ms, until_ms }: Interval,
  locale: Locale,
): string {
  const date = formatDate(zones, zone, from_ms, locale)
  const label = formatZone(zones, zone, from_ms, locale)
  // The last millisecond counts: what ends at midnight ends on its own day.
  if (localDateOf(zones, zone, from_ms) === localDateOf(zones, zone, until_ms - 1))
    return `${date}, ${formatTimeRange(zones, zone, { from_ms, until_ms }, locale)}, ${label}`
  const end = endsOf(zones, zone, { from_ms, until_ms }, locale)
  const day = (at_ms: number) => `${formatDate(zones, zone, at_ms, locale)}, ${end(at_ms)}`
  return `${day(from_ms)} – ${day(until_ms)}, ${label}`
}

/** Local time with its offset (ISO 8601, RFC 3339): "2026-12-01T14:30:00-07:00". */
export function formatLocal(zones: Zones, zone: string, at_ms: number): string {
  // Old offsets have seconds, which RFC 3339 cannot write: the clock is shifted by whole minutes.
  const offset_ms = Math.trunc(zones.offset_ms(zone, at_ms) / MINUTE_MS) * MINUTE_MS
  const [hours, minutes] = hoursAndMinutes(offset_ms)
  const wall = new Date(at_ms + offset_ms).toISOString().slice(0, 19)
  return `${wall}${offset_ms < 0 ? '-' : '+'}${two(hours)}:${two(minutes)}`
}

const RANGE: Record<Language, (from: string, until: string) => string> = {
  en: (from, until) => `${from} to ${until}`,
  de: (from, until) => `${from} bis ${until} Uhr`,
  fr: (from, until) => `de ${from} à ${until}`,
  es: (from, until) => `de ${from} a ${until}`,
}

const TIME_OF: Record<Language, (city: string) => string> = {
  en: (city) => `${city} time`,
  de: (city) => `Ortszeit ${city}`,
  // "heure de Paris", but "heure d’Asunción".
  fr: (city) => (/^[aeiouéè]/i.test(city) ? `heure d’${city}` : `heure de ${city}`),
  es: (city) => `hora de ${city}`,
}

const SHAPES = {
  date: { dateStyle: 'full', timeZone: 'UTC' },
  time: { timeStyle: 'short', timeZone: 'UTC' },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>

/** Making one costs far more than using one; there are two shapes and five locales, so at most ten are kept. */
const writers = new Map<string, Intl.DateTimeFormat>()

function write(shape: keyof typeof SHAPES, locale: Locale, wall_ms: number): string {
  const key = `${shape} ${locale}`
  let writer = writers.get(key)
  if (!writer) {
    writer = new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : locale, SHAPES[shape])
    writers.set(key, writer)
  }
  // ICU puts a narrow no-break space before AM and PM, which some mail clients show as a box.
  return writer.format(wall_ms).replaceAll('\u202f', ' ')
}

function wallOf(zones: Zones, zone: string, at_ms: number): number {
  return at_ms + zones.offset_ms(zone, at_ms)
}

function hoursAndMinutes(offset_ms: number): [hours: number, minutes: number] {
  const minutes = Math.trunc(Math.abs(offset_ms) / MINUTE_MS)
  return [Math.trunc(minutes / 60), minutes % 60]
}

function two(value: number): string {
  return String(value).padStart(2, '0')
}

import { DAY_MS, MINUTE_MS } from '../scheduling/date.ts'
import { formatDate, formatTime, formatTimeRange, formatZone, isLong } from '../scheduling/format.ts'
import type { Interval } from '../scheduling/interval.ts'
import { localDayOf } from '../scheduling/local.ts'
import type { Locale } from '../scheduling/locale.ts'
import type { Zones } from '../scheduling/zone.ts'
import type { Messages } from './messages/messages.ts'

/** An instant's words in one zone: the weekday and date, from and until, the zone with its offset. */
export interface Moment {
  date: string
  time: string
  zone: string
}

/** The words of a span as the zone's clocks show it. Throws `unknown_time_zone`. */
export function momentOf(zones: Zones, zone: string, span: Interval, locale: Locale): Moment {
  return {
    date: dayWords(zones, localDayOf(zones, zone, span.from_ms), locale),
    time: rangeWords(zones, zone, span, locale),
    zone: formatZone(zones, zone, span.from_ms, locale),
  }
}

/** "Tuesday 1 December 2026, 14:30 to 15:00, Vancouver time". */
export function phraseOf({ date, time, zone }: Moment): string {
  return `${date}, ${time}, ${zone}`
}

/** The date of a day number, without any zone. */
export function dayWords(zones: Zones, day: number, locale: Locale): string {
  return remembered(memoryOf(locale).days, day, () => formatDate(zones, 'UTC', day * DAY_MS, locale))
}

/** The time of day. */
export function clockWords(zones: Zones, zone: string, at_ms: number, locale: Locale): string {
  const minute = minuteOf(at_ms + zones.offset_ms(zone, at_ms))
  return remembered(memoryOf(locale).clocks, minute, () => formatTime(zones, zone, at_ms, locale))
}

/** From and until on one day, or over midnight. */
export function rangeWords(zones: Zones, zone: string, span: Interval, locale: Locale): string {
  const write = () => formatTimeRange(zones, zone, span, locale)
  // When the clocks change in between, or a day passes, the words say so, and two clocks do not tell all.
  const offset_ms = zones.offset_ms(zone, span.from_ms)
  if (offset_ms !== zones.offset_ms(zone, span.until_ms) || isLong(span)) return write()
  const minutes = minuteOf(span.from_ms + offset_ms) * 1440 + minuteOf(span.until_ms + offset_ms)
  return remembered(memoryOf(locale).ranges, minutes, write)
}

function minuteOf(wall_ms: number): number {
  return Math.floor(wall_ms / MINUTE_MS) % 1440
}

/** "December 2026" for `2026-12`. */
export function monthWords(month: string, locale: Locale): string {
  return remembered(memoryOf(locale).months, month, () =>
    writer('month', locale).format(Date.parse(`${month}-01T00:00:00Z`)),
  )
}

/** Every page names the same dates and clock times, and writing one anew costs more than all the rest of its cell. */
const memories = new Map<Locale, Memory>()
const KEPT = 20_000

interface Memory {
  days: Map<number, string>
  /** By the minute of the day. */
  clocks: Map<number, string>
  /** By the minute of the day times 1440, and the minute of the end. */
  ranges: Map<number, string>
  months: Map<string, string>
}

function memoryOf(locale: Locale): Memory {
  const known = memories.get(locale)
  if (known) return known
  const made = { days: new Map(), clocks: new Map(), ranges: new Map(), months: new Map() }
  memories.set(locale, made)
  return made
}

function remembered<Key>(memory: Map<Key, string>, key: Key, write: () => string): string {
  const known = memory.get(key)
  if (known !== undefined) return known
  if (memory.size >= KEPT) memory.clear()
  const made = write()
  memory.set(key, made)
  return made
}

const weeks = new Map<Locale, { short: string; whole: string }[]>()

/** Seven weekdays from the locale's first one on, each short and whole. */
export function weekWords(locale: Locale): { short: string; whole: string }[] {
  const known = weeks.get(locale)
  if (known) return known
  const made = Array.from({ length: 7 }, (_, i) => {
    // The fourth day after the epoch was a Monday.
    const at_ms = (4 + ((firstWeekday(locale) - 1 + i) % 7)) * DAY_MS
    return {
      short: writer('weekday', locale).format(at_ms),
      whole: writer('weekdayLong', locale).format(at_ms),
    }
  })
  weeks.set(locale, made)
  return made
}

/** 1 Monday, or 7 Sunday where calendars begin with it. */
export function firstWeekday(locale: Locale): number {
  return locale === 'en-US' ? 7 : 1
}

/** "Anna, Ben and Chloé". */
export function listWords(names: string[], messages: Messages): string {
  if (names.length < 2) return names[0] ?? ''
  return `${names.slice(0, -1).join(', ')} ${messages.and} ${names.at(-1)}`
}

const SHAPES = {
  month: { month: 'long', year: 'numeric', timeZone: 'UTC' },
  weekday: { weekday: 'short', timeZone: 'UTC' },
  weekdayLong: { weekday: 'long', timeZone: 'UTC' },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>

/** Three shapes in five locales, so at most fifteen are kept. */
const writers = new Map<string, Intl.DateTimeFormat>()

function writer(shape: keyof typeof SHAPES, locale: Locale): Intl.DateTimeFormat {
  const key = `${shape} ${locale}`
  let made = writers.get(key)
  if (!made) {
    made = new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : locale, SHAPES[shape])
    writers.set(key, made)
  }
  return made
}

import { describe, expect, test } from 'bun:test'
import { formatDate, formatTime, formatTimeRange } from '../../src/scheduling/format.ts'
import type { Locale } from '../../src/scheduling/locale.ts'
import { frameOf } from '../../src/web/frame.ts'
import { messagesOf } from '../../src/web/messages/messages.ts'
import { elsewhere } from '../../src/web/when.tsx'
import { clockWords, listWords, momentOf, monthWords, phraseOf, weekWords } from '../../src/web/words.ts'
import { requestOf, zones } from './fixtures.ts'

const LOCALES: Locale[] = ['en', 'en-US', 'de', 'fr', 'es']
const ZONES = [
  'Europe/Berlin',
  'America/Vancouver',
  'Australia/Lord_Howe',
  'Africa/Monrovia',
  'Asia/Kathmandu',
]

describe('words that are remembered', () => {
  test('are those that would be written anew, over every change of the clocks', () => {
    const START_MS = Date.parse('2026-03-01T00:00:00Z')
    for (let i = 0; i < 3000; i++) {
      const from_ms = START_MS + i * 7_777_000
      const span = { from_ms, until_ms: from_ms + [15, 30, 60, 240, 1455][(i >> 1) % 5]! * 60_000 }
      const [zone, locale] = [ZONES[i % 5]!, LOCALES[(i >> 2) % 5]!]
      const { date, time } = momentOf(zones, zone, span, locale)
      expect([date, time, clockWords(zones, zone, from_ms, locale)]).toEqual([
        formatDate(zones, zone, from_ms, locale),
        formatTimeRange(zones, zone, span, locale),
        formatTime(zones, zone, from_ms, locale),
      ])
    }
  })

  test('hold before 1970 too', () => {
    expect(clockWords(zones, 'UTC', -60_000, 'en')).toBe('23:59')
  })
})

describe('words of time', () => {
  test('say the whole weekday, date, time and zone', () => {
    const span = { from_ms: Date.parse('2026-12-01T21:30:00Z'), until_ms: Date.parse('2026-12-01T22:00:00Z') }
    expect(phraseOf(momentOf(zones, 'America/Vancouver', span, 'en'))).toBe(
      'Tuesday, 1 December 2026, 14:30 to 15:00, Vancouver time (UTC−7)',
    )
  })

  test('begin the week as the locale does', () => {
    expect(weekWords('en-US')[0]).toEqual({ short: 'Sun', whole: 'Sunday' })
    expect(weekWords('de')[0]?.whole).toBe('Montag')
    expect(monthWords('2027-03', 'de')).toBe('März 2027')
  })

  test('join names as people do', () => {
    expect(listWords(['Anna', 'Ben', 'Chloé'], messagesOf('de'))).toBe('Anna, Ben und Chloé')
    expect(listWords(['Anna'], messagesOf('en'))).toBe('Anna')
    expect(listWords([], messagesOf('en'))).toBe('')
  })
})

test('a span over which the clocks of one zone change is told in the tenant’s zone, too, though both begin alike', () => {
  const at = (from: string, until: string) => {
    const frame = frameOf({ ...requestOf(), zone: 'Africa/Lagos' })
    return elsewhere(frame, { from_ms: Date.parse(from), until_ms: Date.parse(until) })
  }
  expect(at('2027-03-26T09:00:00Z', '2027-03-26T10:00:00Z')).toBeUndefined()
  expect(at('2027-03-27T23:00:00Z', '2027-03-28T02:00:00Z')).toContain('00:00 (UTC+1) to 04:00 (UTC+2)')
  expect(at('2027-03-29T09:00:00Z', '2027-03-29T10:00:00Z')).toContain('11:00 to 12:00')
})

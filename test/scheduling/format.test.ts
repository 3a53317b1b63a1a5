import { describe, expect, test } from 'bun:test'
import {
  formatDate,
  formatLocal,
  formatMoment,
  formatOffset,
  formatTime,
  formatTimeRange,
  formatZone,
} from '../../src/scheduling/format.ts'
import { languageOf, localeOf } from '../../src/scheduling/locale.ts'
import { bundledZones } from '../../src/scheduling/zone.ts'

const zones = bundledZones()
const from_ms = Date.parse('2026-12-01T21:30:00Z')
const half = { from_ms, until_ms: from_ms + 1_800_000 }
const moment = (zone: string, locale: Parameters<typeof formatMoment>[3], interval = half) =>
  formatMoment(zones, zone, interval, locale)

describe('moments in words', () => {
  test('every locale says weekday, date, time and zone, with our rules and not the runtime’s', () => {
    expect(moment('America/Vancouver', 'en')).toBe(
      'Tuesday, 1 December 2026, 14:30 to 15:00, Vancouver time (UTC−7)',
    )
    expect(moment('America/Vancouver', 'en-US')).toBe(
      'Tuesday, December 1, 2026, 2:30 PM to 3:00 PM, Vancouver time (UTC−7)',
    )
    expect(moment('Europe/Vienna', 'de')).toBe(
      'Dienstag, 1. Dezember 2026, 22:30 bis 23:00 Uhr, Ortszeit Wien (UTC+1)',
    )
    expect(moment('America/Asuncion', 'fr')).toBe(
      'mardi 1er décembre 2026, de 18:30 à 19:00, heure d’Asunción (UTC−3)',
    )
    expect(moment('Europe/London', 'es')).toBe(
      'martes, 1 de diciembre de 2026, de 21:30 a 22:00, hora de Londres (UTC)',
    )
  })

  test('what ends on another day says so, what ends at midnight does not', () => {
    const late = (hours: number) => ({ from_ms: from_ms, until_ms: from_ms + hours * 3_600_000 })
    expect(moment('Europe/Berlin', 'en', late(2))).toBe(
      'Tuesday, 1 December 2026, 22:30 – Wednesday, 2 December 2026, 00:30, Berlin time (UTC+1)',
    )
    expect(moment('Europe/Berlin', 'en', late(1.5))).toContain(', 22:30 to 00:00, ')
  })

  test('a range across a change of the clocks names both offsets', () => {
    const start = Date.parse('2026-10-25T00:45:00Z')
    const range = { from_ms: start, until_ms: start + 1_800_000 }
    expect(formatTimeRange(zones, 'Europe/Berlin', range, 'en')).toBe('02:45 (UTC+2) to 02:15 (UTC+1)')
    expect(formatTimeRange(zones, 'UTC', range, 'en')).toBe('00:45 to 01:15')
  })

  test('a range of a day or more names the day on which it ends', () => {
    const range = {
      from_ms: Date.parse('2026-11-30T23:00:00Z'),
      until_ms: Date.parse('2026-12-01T23:00:00Z'),
    }
    expect(formatTimeRange(zones, 'Europe/Berlin', range, 'en')).toBe(
      '00:00 – Wednesday, 2 December 2026, 00:00',
    )
    expect(formatTimeRange(zones, 'America/New_York', range, 'en')).toBe(
      '18:00 – Tuesday, 1 December 2026, 18:00',
    )
  })

  test('so does a moment that runs over a midnight at which the clocks change', () => {
    const start = Date.parse('2027-04-29T21:45:00Z')
    expect(moment('Africa/Cairo', 'en', { from_ms: start, until_ms: start + 1_800_000 })).toBe(
      'Thursday, 29 April 2027, 23:45 (UTC+2) – Friday, 30 April 2027, 01:15 (UTC+3), Cairo time (UTC+2)',
    )
  })

  test('single parts are there too', () => {
    expect(formatDate(zones, 'Asia/Tokyo', from_ms, 'de')).toBe('Mittwoch, 2. Dezember 2026')
    expect(formatDate(zones, 'Asia/Tokyo', from_ms + 10 * 86_400_000, 'fr')).toBe('samedi 12 décembre 2026')
    expect(formatTime(zones, 'Asia/Kathmandu', from_ms, 'fr')).toBe('03:15')
    expect(formatOffset(zones, 'Asia/Kathmandu', from_ms)).toBe('UTC+5:45')
    expect(formatOffset(zones, 'America/St_Johns', from_ms)).toBe('UTC−3:30')
  })
})

describe('names of zones', () => {
  test('the city is that of the name given, not of the zone it links to', () => {
    expect(formatZone(zones, 'Europe/Oslo', from_ms, 'en')).toBe('Oslo time (UTC+1)')
    expect(formatZone(zones, 'America/Argentina/Buenos_Aires', from_ms, 'es')).toBe(
      'hora de Buenos Aires (UTC−3)',
    )
  })

  test('cities that were renamed bear their new name', () => {
    expect(formatZone(zones, 'Asia/Calcutta', from_ms, 'de')).toBe('Ortszeit Kolkata (UTC+5:30)')
    expect(formatZone(zones, 'Europe/Kiev', from_ms, 'en')).toBe('Kyiv time (UTC+2)')
  })

  test('a zone without a city is its offset', () => {
    expect(formatZone(zones, 'UTC', from_ms, 'en')).toBe('UTC')
    expect(formatZone(zones, 'Etc/GMT+5', from_ms, 'en')).toBe('UTC−5')
  })
})

describe('moments for machines', () => {
  test('local time has its offset, in an overlap the right one of two', () => {
    expect(formatLocal(zones, 'America/Vancouver', from_ms)).toBe('2026-12-01T14:30:00-07:00')
    expect(formatLocal(zones, 'Asia/Kolkata', from_ms)).toBe('2026-12-02T03:00:00+05:30')
    expect(formatLocal(zones, 'UTC', from_ms)).toBe('2026-12-01T21:30:00+00:00')
    const second = Date.parse('2026-10-25T01:30:00Z')
    expect(formatLocal(zones, 'Europe/Berlin', second - 3_600_000)).toBe('2026-10-25T02:30:00+02:00')
    expect(formatLocal(zones, 'Europe/Berlin', second)).toBe('2026-10-25T02:30:00+01:00')
  })

  test('local time reads back to its instant in every zone', () => {
    for (const name of zones.names()) expect(Date.parse(formatLocal(zones, name, from_ms))).toBe(from_ms)
    const old = Date.parse('1950-01-01T00:00:00Z')
    expect(Date.parse(formatLocal(zones, 'Africa/Monrovia', old))).toBe(old)
  })
})

describe('locales', () => {
  test('a tag or a header chooses one of five, else English', () => {
    const chosen = ['de-AT', 'fr_CA', 'en-US', 'en-us', 'en-AU', 'en', 'es-419', 'pt-BR', '', undefined, null]
    expect(chosen.map(localeOf)).toEqual([
      'de',
      'fr',
      'en-US',
      'en-US',
      'en',
      'en',
      'es',
      'en',
      'en',
      'en',
      'en',
    ])
    expect(localeOf('pt-BR,pt;q=0.9,es;q=0.8,en;q=0.7')).toBe('es')
    expect(localeOf('constructor')).toBe('en')
    expect(languageOf('en-US')).toBe('en')
    expect(languageOf('de')).toBe('de')
  })
})

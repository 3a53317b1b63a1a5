import { describe, expect, test } from 'bun:test'
import fc from 'fast-check'
import {
  addDays,
  DAY_MS,
  dateOf,
  dayOf,
  daysBetween,
  instantOf,
  isDate,
  weekdayOf,
} from '../../src/scheduling/date.ts'
import { instantsOf, localDateOf, startOfDate } from '../../src/scheduling/local.ts'
import { bundledZones } from '../../src/scheduling/zone.ts'

const zones = bundledZones()
const iso = (at_ms: number) => new Date(at_ms).toISOString().slice(0, 16)
const at = (zone: string, date: string, minute: number) => instantsOf(zones, zone, date, minute).map(iso)

describe('dates', () => {
  test('only days that exist are dates', () => {
    for (const date of ['2026-12-01', '2028-02-29', '1000-01-01', '9999-12-31'])
      expect(isDate(date)).toBe(true)
    for (const text of [
      '2026-02-29',
      '2026-13-01',
      '2026-00-10',
      '2026-1-1',
      '26-01-01',
      '0099-01-01',
      '',
      'today',
    ])
      expect(isDate(text)).toBe(false)
    expect(() => dayOf('2026-02-30')).toThrow('invalid_request')
  })

  test('only a day that exists, with its time and its offset, is an instant', () => {
    const noon = Date.UTC(2026, 11, 1, 12)
    for (const text of ['2026-12-01T12:00Z', '2026-12-01T12:00:00.000Z', '2026-12-01T04:00:00-08:00'])
      expect(instantOf(text)).toBe(noon)
    for (const text of [
      ...['2026-12-01', '2026-12-01T12:00:00', '12/01/2026 12:00 PM', '"2026-12-01T12:00:00Z"', 'soon', ''],
      ...['2026-02-30T12:00:00Z', '2026-12-01T25:00:00Z', '2026-12-01 12:00:00Z', '1796126400000'],
    ])
      expect([text, instantOf(text)]).toEqual([text, undefined])
  })

  test('days are counted across months, leap days and years', () => {
    expect(addDays('2028-02-28', 2)).toBe('2028-03-01')
    expect(addDays('2026-01-01', -1)).toBe('2025-12-31')
    expect(daysBetween('2026-01-01', '2027-01-01')).toBe(365)
    expect(daysBetween('2026-01-02', '2026-01-01')).toBe(-1)
  })

  test('they agree with the calendar of Temporal', () => {
    fc.assert(
      fc.property(fc.integer({ min: -300_000, max: 900_000 }), (day) => {
        const date = Temporal.PlainDate.from('1970-01-01').add({ days: day })
        expect(dateOf(day)).toBe(date.toString())
        expect(dayOf(date.toString())).toBe(day)
        expect(weekdayOf(day)).toBe(date.dayOfWeek)
      }),
    )
  })
})

describe('local time', () => {
  test('an instant has one date', () => {
    expect(localDateOf(zones, 'America/Vancouver', Date.parse('2026-12-01T06:59:59Z'))).toBe('2026-11-30')
    expect(localDateOf(zones, 'Pacific/Kiritimati', Date.parse('2026-12-31T10:00:00Z'))).toBe('2027-01-01')
  })

  test('a wall time in a gap has no instant, in an overlap two', () => {
    expect(at('Europe/Berlin', '2026-03-29', 119)).toEqual(['2026-03-29T00:59'])
    expect(at('Europe/Berlin', '2026-03-29', 120)).toEqual([])
    expect(at('Europe/Berlin', '2026-03-29', 179)).toEqual([])
    expect(at('Europe/Berlin', '2026-03-29', 180)).toEqual(['2026-03-29T01:00'])
    expect(at('Europe/Berlin', '2026-10-25', 120)).toEqual(['2026-10-25T00:00', '2026-10-25T01:00'])
    expect(at('Europe/Berlin', '2026-10-25', 180)).toEqual(['2026-10-25T02:00'])
    expect(at('Australia/Lord_Howe', '2026-04-05', 100)).toEqual(['2026-04-04T14:40', '2026-04-04T15:10'])
    expect(at('Europe/Berlin', '2026-03-28', 1440)).toEqual(at('Europe/Berlin', '2026-03-29', 0))
  })

  test('a day begins at the end of a gap at midnight, and at the first of two midnights', () => {
    expect(at('Africa/Cairo', '2026-04-24', 0)).toEqual([])
    expect(iso(startOfDate(zones, 'Africa/Cairo', '2026-04-24'))).toBe('2026-04-23T22:00')
    expect(iso(startOfDate(zones, 'Africa/Cairo', '2026-10-29'))).toBe('2026-10-28T21:00')
    expect(iso(startOfDate(zones, 'Atlantic/Azores', '2026-10-25'))).toBe('2026-10-25T00:00')
    // Samoa went from the 29th to the 31st of December 2011.
    expect(at('Pacific/Apia', '2011-12-30', 720)).toEqual([])
    expect(iso(startOfDate(zones, 'Pacific/Apia', '2011-12-30'))).toBe('2011-12-30T10:00')
    expect(iso(startOfDate(zones, 'Pacific/Apia', '2011-12-31'))).toBe('2011-12-30T10:00')
  })

  test('wall time and instants are inverse in every zone', () => {
    const names = zones.names()
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: names.length - 1 }),
        fc.integer({ min: Date.UTC(2024, 0) / 60_000, max: Date.UTC(2028, 0) / 60_000 }),
        (index, minute) => {
          const zone = names[index]!
          const at_ms = minute * 60_000
          const date = localDateOf(zones, zone, at_ms)
          const minute_of_day = ((at_ms + zones.offset_ms(zone, at_ms)) % DAY_MS) / 60_000
          expect(instantsOf(zones, zone, date, minute_of_day)).toContain(at_ms)
          expect(startOfDate(zones, zone, date)).toBeLessThanOrEqual(at_ms)
          expect(at_ms - startOfDate(zones, zone, date)).toBeLessThan(DAY_MS + 7_200_000)
        },
      ),
      { numRuns: 1000 },
    )
  })
})

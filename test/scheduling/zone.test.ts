import { describe, expect, test } from 'bun:test'
import { Problem } from '../../src/lib/problem.ts'
import { bundledZones, zonesFrom } from '../../src/scheduling/zone.ts'
import { published as packed } from './published.ts'

const zones = bundledZones()
const HOUR_MS = 3_600_000
const at = (iso: string) => Date.parse(iso)
const hours = (zone: string, iso: string) => zones.offset_ms(zone, at(iso)) / HOUR_MS
const changes = (zone: string, from: string, until: string) =>
  zones
    .transitions(zone, at(from), at(until))
    .map(({ at_ms, before_ms, after_ms }) => [
      new Date(at_ms).toISOString().slice(0, 16),
      before_ms / HOUR_MS,
      after_ms / HOUR_MS,
    ])

describe('golden offsets', () => {
  test('the release is the one that was pinned', () => expect(zones.version).toBe('2026f'))

  test('Vancouver stays at -07 in the winter of 2026', () => {
    expect(hours('America/Vancouver', '2025-12-15T12:00Z')).toBe(-8)
    expect(hours('America/Vancouver', '2026-12-15T12:00Z')).toBe(-7)
    expect(hours('America/Vancouver', '2027-07-01T12:00Z')).toBe(-7)
    expect(changes('America/Vancouver', '2026-01-01', '2028-01-01')).toEqual([['2026-03-08T10:00', -8, -7]])
  })

  test('Edmonton stays at -06 in the winter of 2026', () => {
    expect(hours('America/Edmonton', '2025-12-15T12:00Z')).toBe(-7)
    expect(hours('America/Edmonton', '2026-12-15T12:00Z')).toBe(-6)
    expect(changes('America/Edmonton', '2026-01-01', '2028-01-01')).toEqual([['2026-03-08T09:00', -7, -6]])
  })

  test('Casablanca goes to +00 in September 2026 for good', () => {
    expect(hours('Africa/Casablanca', '2026-09-19T12:00Z')).toBe(1)
    expect(hours('Africa/Casablanca', '2026-12-15T12:00Z')).toBe(0)
    expect(changes('Africa/Casablanca', '2026-01-01', '2028-01-01')).toEqual([
      ['2026-02-15T02:00', 1, 0],
      ['2026-03-22T02:00', 0, 1],
      ['2026-09-20T01:00', 1, 0],
    ])
  })

  test('Asunción keeps its summer time since October 2024', () => {
    expect(changes('America/Asuncion', '2024-01-01', '2028-01-01')).toEqual([
      ['2024-03-24T03:00', -3, -4],
      ['2024-10-06T04:00', -4, -3],
    ])
    expect(hours('America/Asuncion', '2026-07-01T12:00Z')).toBe(-3)
  })

  test('Chișinău changes with the Union, at 01:00 UTC', () => {
    expect(changes('Europe/Chisinau', '2026-01-01', '2027-01-01')).toEqual([
      ['2026-03-29T01:00', 2, 3],
      ['2026-10-25T01:00', 3, 2],
    ])
  })

  test('Lord Howe moves its clocks by half an hour', () => {
    expect(changes('Australia/Lord_Howe', '2026-01-01', '2027-01-01')).toEqual([
      ['2026-04-04T15:00', 11, 10.5],
      ['2026-10-03T15:30', 10.5, 11],
    ])
  })
})

describe('zones', () => {
  test('old names, new names and UTC are known, others are not', () => {
    for (const name of ['Asia/Calcutta', 'Asia/Kolkata', 'Europe/Oslo', 'UTC', 'Etc/UTC', 'Etc/GMT+5'])
      expect(zones.has(name)).toBe(true)
    for (const name of ['', 'europe/berlin', 'Mars/Olympus', 'constructor', '__proto__', 'Europe/Berlin|LMT'])
      expect(zones.has(name)).toBe(false)
    expect(hours('UTC', '2026-07-01')).toBe(0)
    expect(hours('Etc/GMT+5', '2026-07-01')).toBe(-5)
    expect(zones.names().length).toBe(packed.zones.length + packed.links.length)
  })

  test('an unknown zone throws a problem that a caller may see', () => {
    const ask = () => zones.offset_ms('Mars/Olympus', 0)
    expect(ask).toThrow(Problem)
    expect(ask).toThrow('unknown_time_zone')
    expect(() => zones.transitions('Mars/Olympus', 0, 1)).toThrow('unknown_time_zone')
  })

  test('an old name has the rules of the new one', () => {
    expect(zones.canonical('US/Pacific')).toBe('America/Los_Angeles')
    expect(zones.canonical('Europe/Berlin')).toBe('Europe/Berlin')
    expect(changes('US/Pacific', '2024-01-01', '2028-01-01')).toEqual(
      changes('America/Los_Angeles', '2024-01-01', '2028-01-01'),
    )
  })

  test('the offset changes at the very millisecond of the transition', () => {
    for (const name of zones.names()) {
      for (const { at_ms, before_ms, after_ms } of zones.transitions(name, at('2024'), at('2028'))) {
        expect(before_ms).not.toBe(after_ms)
        expect([name, zones.offset_ms(name, at_ms - 1)]).toEqual([name, before_ms])
        expect([name, zones.offset_ms(name, at_ms)]).toEqual([name, after_ms])
      }
    }
  })

  test('a range holds the transition at its beginning and not the one at its end', () => {
    const march = at('2026-03-29T01:00Z')
    expect(zones.transitions('Europe/Berlin', march, march + 1).length).toBe(1)
    expect(zones.transitions('Europe/Berlin', march - 1, march).length).toBe(0)
  })

  test('summer time is still known in 2050 and in 2400', () => {
    expect(hours('Europe/Berlin', '2050-07-01')).toBe(2)
    expect(hours('Europe/Berlin', '2400-07-01')).toBe(2)
    expect(hours('Europe/Berlin', '2400-01-01')).toBe(1)
  })

  test('before its first change a zone has its first offset, to the second', () => {
    expect(zones.offset_ms('Europe/Berlin', at('1700-01-01'))).toBe((53 * 60 + 28) * 1000)
  })
})

describe('a file of zone data', () => {
  const text = (change: object) => JSON.stringify({ ...packed, ...change })

  test('replaces the rules', () => {
    const other = zonesFrom(text({ version: '2031a' }))
    expect(other.version).toBe('2031a')
    expect(other.names()).toEqual(zones.names())
    expect(other.offset_ms('America/Vancouver', at('2026-12-15'))).toBe(-7 * HOUR_MS)
  })

  const [abidjan, ...rest] = packed.zones
  const refused: [string, string, string][] = [
    ['is empty', '', 'not JSON'],
    ['is the binary of the system', 'TZif2\0\0', 'not JSON'],
    ['is a list', '[]', '"version"'],
    ['is null', 'null', 'not an object'],
    ['has no version', text({ version: undefined }), '"version"'],
    ['has no zones', text({ zones: [] }), '"zones"'],
    ['has zones that are numbers', text({ zones: [1] }), '"zones"'],
    ['has no links', text({ links: null }), '"links"'],
    [
      'has a zone cut short',
      text({ zones: [...rest, 'Africa/Abidjan|LMT GMT|g.8'] }),
      '"Africa/Abidjan" are damaged',
    ],
    ['has a number not in base 60', text({ zones: [...rest, abidjan!.replace('g.8', 'g.ä')] }), 'damaged'],
    [
      'has fewer instants than offsets',
      text({ zones: [...rest, 'A/B|X Y|0 -10|0101|1 2'] }),
      '"A/B" are damaged',
    ],
    ['has instants that go back', text({ zones: [...rest, 'A/B|X Y|0 -10|010|1 -2'] }), '"A/B" are damaged'],
    ['has an offset of days', text({ zones: [...rest, 'A/B|X|1000|0|'] }), '"A/B" are damaged'],
    ['has a link to nowhere', text({ links: ['Mars/Olympus|A/B'] }), '"A/B" links to a zone that is missing'],
    ['ends too early', text({ zones: ['Etc/UTC|UTC|0|0|', 'A/B|X Y|0 -10|01|1'], links: [] }), 'before 2037'],
    ['lacks UTC', text({ links: [] }), 'the zone UTC is missing'],
  ]
  for (const [how, content, why] of refused)
    test(`that ${how} is refused with the reason`, () => expect(() => zonesFrom(content)).toThrow(why))
})

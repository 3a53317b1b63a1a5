import { describe, expect, test } from 'bun:test'
import { dateOf, dayOf } from '../../src/scheduling/date.ts'
import { addMonths, byDay, weeksOf } from '../../src/web/month.ts'
import { zones } from './fixtures.ts'

const dates = (month: string, first: number) =>
  weeksOf(month, first).map((week) => week.map((day) => (day === undefined ? '' : dateOf(day).slice(8))))

describe('the grid of a month', () => {
  test('begins on the weekday that the locale begins with', () => {
    expect(dates('2026-12', 1)[0]).toEqual(['', '01', '02', '03', '04', '05', '06'])
    expect(dates('2026-12', 7)[0]).toEqual(['', '', '01', '02', '03', '04', '05'])
  })

  test('holds each day once, whatever the month', () => {
    for (const first of [1, 7]) {
      for (let i = 0; i < 240; i++) {
        const month = addMonths('2020-01', i)
        const days = weeksOf(month, first)
          .flat()
          .filter((day) => day !== undefined)
        expect(dateOf(days[0]!)).toBe(`${month}-01`)
        expect(dateOf(days.at(-1)! + 1)).toBe(`${addMonths(month, 1)}-01`)
        expect(new Set(days).size).toBe(days.length)
      }
    }
  })

  test('fits February into four rows when it can', () => {
    expect(dates('2027-02', 1)).toHaveLength(4)
  })

  test('goes over the year', () => {
    expect(addMonths('2026-12', 1)).toBe('2027-01')
    expect(addMonths('2027-01', -13)).toBe('2025-12')
  })

  test('puts a time on the day on which it begins where the customer is', () => {
    const from_ms = Date.parse('2026-12-01T23:30:00Z')
    const span = { from_ms, until_ms: from_ms + 1_800_000 }
    expect([...byDay(zones, 'Europe/Berlin', [span]).keys()]).toEqual([dayOf('2026-12-02')])
    expect([...byDay(zones, 'America/Vancouver', [span]).keys()]).toEqual([dayOf('2026-12-01')])
    expect([...byDay(zones, 'Pacific/Kiritimati', [span]).keys()]).toEqual([dayOf('2026-12-02')])
  })
})

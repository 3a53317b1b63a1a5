import { expect, test } from 'bun:test'
import fc from 'fast-check'
import { type Interval, merge, overlaps, sorted, subtract } from '../../src/scheduling/interval.ts'

const intervals = fc.array(
  fc.record({ from_ms: fc.integer({ min: 0, max: 60 }), until_ms: fc.integer({ min: 0, max: 60 }) }),
)
const covered = (of: readonly Interval[]) =>
  Array.from({ length: 61 }, (_, at) => of.some(({ from_ms, until_ms }) => from_ms <= at && at < until_ms))
const areApart = (of: readonly Interval[]) =>
  of.every(({ from_ms, until_ms }, i) => from_ms < until_ms && (i === 0 || of[i - 1]!.until_ms < from_ms))

test('a union covers the same instants with sorted intervals that do not touch', () => {
  fc.assert(
    fc.property(intervals, (given) => {
      const before = structuredClone(given)
      expect(covered(merge(given))).toEqual(covered(given))
      expect(areApart(merge(given))).toBe(true)
      expect(given).toEqual(before)
    }),
  )
})

test('a difference covers what the first covers and the second does not', () => {
  fc.assert(
    fc.property(intervals, intervals, (whole, taken) => {
      const minus = covered(taken)
      expect(covered(subtract(whole, taken))).toEqual(covered(whole).map((is, at) => is && !minus[at]))
      expect(areApart(subtract(whole, taken))).toBe(true)
    }),
  )
})

test('two overlap when they share an instant, not when they touch', () => {
  fc.assert(
    fc.property(intervals, ([a, b]) => {
      if (!a || !b) return
      const both = covered([a]).some((is, at) => is && covered([b])[at])
      expect(overlaps(a, b)).toBe(both)
      expect(overlaps(b, a)).toBe(both)
    }),
  )
  expect(overlaps({ from_ms: 0, until_ms: 5 }, { from_ms: 5, until_ms: 9 })).toBe(false)
})

test('what is sorted already is not copied', () => {
  const given = [1, 2, 2, 9].map((from_ms) => ({ from_ms, until_ms: 10 }))
  expect(sorted(given)).toBe(given)
  expect(sorted(given.toReversed()).map(({ from_ms }) => from_ms)).toEqual([1, 2, 2, 9])
})

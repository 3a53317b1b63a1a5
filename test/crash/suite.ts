import { beforeAll, describe, expect, test } from 'bun:test'
import { DIALECTS, type Dialect } from '../support/databases.ts'
import type { Case } from './cases.ts'
import { play, type Verdicts } from './run.ts'

/**
 * Declares one test for each case on each database; they are played together before the first. A play of a few cases
 * mostly waits, for leases to end and for answers that do not come: then both databases are played at one time.
 */
export function suite(cases: Case[], { atOneTime = false } = {}) {
  const plays = new Map<Dialect, Promise<Verdicts>>()
  const begin = (dialect: Dialect) => {
    const playing = play(dialect, cases)
    // Whoever waits for it hears of its failure; until then it is nobody's.
    playing.catch(() => {})
    plays.set(dialect, playing)
  }
  for (const dialect of DIALECTS) {
    describe(`whatever dies in between (${dialect})`, () => {
      let verdicts: Verdicts
      beforeAll(async () => {
        for (const one of atOneTime ? DIALECTS : [dialect]) if (!plays.has(one)) begin(one)
        verdicts = await plays.get(dialect)!
      }, 280_000)
      for (const one of cases) test(one.name, () => expect(verdicts.get(one)).toEqual([]))
      test('every mark at the providers belongs to a booking that lives', () => {
        expect(verdicts.get('strays')).toEqual([])
      })
      test('a sweep ten minutes later finds nothing to remove and nothing missing', () => {
        expect(verdicts.get('sweep')).toEqual([])
      })
    })
  }
}

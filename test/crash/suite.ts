import { beforeAll, describe, expect, test } from 'bun:test'
import { DIALECTS } from '../support/databases.ts'
import type { Case } from './cases.ts'
import { play, type Verdicts } from './run.ts'

/** Declares one test for each case on each database; they are played together before the first. */
export function suite(cases: Case[]) {
  for (const dialect of DIALECTS) {
    describe(`whatever dies in between (${dialect})`, () => {
      let verdicts: Verdicts
      beforeAll(async () => {
        verdicts = await play(dialect, cases)
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

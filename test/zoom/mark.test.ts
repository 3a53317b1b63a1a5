import { expect, test } from 'bun:test'
import { markedAgenda, readMark } from '../../src/zoom/mark.ts'

const ID = '01900000-0000-7000-8000-000000000001'

test('a mark is read back from what was written, also when lists cut it at 250 characters', () => {
  expect(readMark(markedAgenda(ID))).toBe(ID)
  expect(readMark(markedAgenda(ID, 'x'.repeat(5_000)).slice(0, 250))).toBe(ID)
  expect(markedAgenda(ID, 'x'.repeat(5_000))).toHaveLength(2_000)
})

test.each([undefined, '', 'Yoga', 'See Ref: 123456789', 'Ref: ', 'Ref: short', `Ref: ${ID}, and more`])(
  'no mark stands in %j',
  (agenda) => expect(readMark(agenda)).toBeUndefined(),
)

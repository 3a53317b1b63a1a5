import { expect, test } from 'bun:test'
import { codeOf, hashCode as hash, codeMatches as matches } from '../../src/booking/proof/code.ts'

const SECRET = 'a secret of the tests'
const hashCode = (booking_id: string, code: string) => hash(SECRET, booking_id, code)
const codeMatches = (booking_id: string, given: string, stored: string) =>
  matches(SECRET, booking_id, given, stored)

test('a code is six digits, whatever it is derived from', () => {
  for (let i = 0; i < 500; i++) expect(codeOf(SECRET, `booking-${i}`, 'jti')).toMatch(/^\d{6}$/)
})

test('a code is the same each time, and another for another booking, letter or secret', () => {
  const code = codeOf(SECRET, 'booking', 'jti')
  expect(codeOf(SECRET, 'booking', 'jti')).toBe(code)
  for (const other of [
    codeOf(SECRET, 'other', 'jti'),
    codeOf(SECRET, 'booking', 'other'),
    codeOf('x', 'booking', 'jti'),
  ]) {
    expect(other).not.toBe(code)
  }
})

test('the right code matches its hash, however it was spaced', () => {
  const hash = hashCode('booking-1', '012345')
  for (const typed of ['012345', ' 012345\n', '012 345', '012-345', '0 1 2 3 4 5']) {
    expect(codeMatches('booking-1', typed, hash)).toBe(true)
  }
})

test('a wrong code, a part of it, a longer one and nothing do not match', () => {
  const hash = hashCode('booking-1', '012345')
  for (const typed of ['012346', '12345', '01234', '0123456', '', '000000', `012345${' '.repeat(40)}`]) {
    expect(codeMatches('booking-1', typed, hash)).toBe(false)
  }
})

test('the code of one booking is worth nothing for another', () => {
  expect(codeMatches('booking-2', '012345', hashCode('booking-1', '012345'))).toBe(false)
})

test('the hash does not show the code', () => {
  expect(hashCode('booking-1', '012345')).not.toContain('012345')
})

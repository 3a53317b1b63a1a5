import { expect, test } from 'bun:test'
import { errorName } from '../../src/lib/errorName.ts'
import { Failure } from '../../src/lib/failure.ts'

const coded = (code: unknown, cause?: unknown) =>
  Object.assign(new Error('a value that nobody may read', { cause }), { code })

test('the log calls an error by the code that it or its cause bears', () => {
  expect(errorName(coded('ECONNREFUSED'))).toBe('ECONNREFUSED')
  expect(errorName(new Error('a query that failed', { cause: coded('3D000') }))).toBe('3D000')
  expect(errorName(new Failure('retry', 'unreachable', 'Nobody answers'))).toBe('unreachable')
})

test('the log calls an error without a code by its class, and never repeats a text', () => {
  expect(errorName(new TypeError('secret'))).toBe('TypeError')
  expect(errorName(coded('not a code: secret'))).toBe('Error')
  expect(errorName(coded(42))).toBe('Error')
  expect(errorName('secret')).toBe('unknown')
})

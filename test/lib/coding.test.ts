import { expect, test } from 'bun:test'
import { takes } from '../../src/lib/coding.ts'

test.each([
  ['gzip', true],
  ['deflate, gzip, br', true],
  ['br;q=1.0,gzip;q=0.5', true],
  ['GZIP', true],
  ['gzip;q=0.001', true],
  ['gzip;q=0', false],
  ['gzip ; q=0.000 , *', false],
  ['br, gzip;q=0', false],
  ['x-gzip', false],
  ['gzip-2', false],
  ['identity', false],
  ['', false],
])('of %j gzip is taken: %p', (header, taken) => {
  expect(takes(header, 'gzip')).toBe(taken)
})

test('no coding is taken where none is named', () => {
  expect([takes(null, 'gzip'), takes(undefined, 'br')]).toEqual([false, false])
})

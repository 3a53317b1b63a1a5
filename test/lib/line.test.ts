import { expect, test } from 'bun:test'
import { cut, oneLine } from '../../src/lib/line.ts'

test('ordinary text stays as it is', () => {
  for (const text of ['Zoë Müller', 'a “quoted” <b>', '田中さん', 'مرحبا', '👩‍👩‍👧‍👦', ''])
    expect(oneLine(text)).toBe(text)
})

test('line breaks, tabs and other controls become one space', () => {
  expect(oneLine('a\r\nb\tc\u0000d\u0085e\u2028f\u2029g\u007fh')).toBe('a b c d e f g h')
  expect(oneLine('\r\n a \n')).toBe('a')
})

test('direction overrides and broken surrogates go', () => {
  expect(oneLine('a\u202eb\u2066c\u2069')).toBe('abc')
  expect(oneLine('a\ud800b')).toBe('a\ufffdb')
})

test('long text ends with an ellipsis, and no character is cut in two', () => {
  expect(oneLine('x'.repeat(20), 10)).toBe(`${'x'.repeat(9)}…`)
  expect(oneLine('🦊'.repeat(10), 10)).toBe('🦊'.repeat(10))
  expect(oneLine('🦊'.repeat(11), 10)).toBe(`${'🦊'.repeat(9)}…`)
})

test('a cut never leaves half a character', () => {
  expect(cut('a🙂b', 2)).toBe('a')
  expect(cut('a🙂b', 3)).toBe('a🙂')
  expect(cut('a🙂b', 9)).toBe('a🙂b')
})

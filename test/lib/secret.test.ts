import { describe, expect, test } from 'bun:test'
import { assert, property, string } from 'fast-check'
import { fingerprint, sameSecret, secretCheck } from '../../src/lib/secret.ts'

const text = string({ unit: 'binary', maxLength: 200 })

describe('secrets', () => {
  test('are the same where their texts are, and nowhere else', () => {
    assert(
      property(text, text, (one, other) => {
        expect(sameSecret(one, one)).toBe(true)
        expect(sameSecret(one, other)).toBe(one === other)
        expect(sameSecret(`${one}x`, one)).toBe(false)
      }),
    )
  })

  test('that are asked for again and again are told apart each time, also beside others', () => {
    const [isOne, isOther] = [secretCheck('one'), secretCheck('other')]
    const asked = ['one', 'other', '', 'one', 'One', 'one '].map((given) => [isOne(given), isOther(given)])
    expect(asked).toEqual([
      [true, false],
      [false, true],
      [false, false],
      [true, false],
      [false, false],
      [false, false],
    ])
  })

  test('are stored as SHA-256 in hex (FIPS 180-4, its example "abc")', () => {
    expect(fingerprint('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
  })
})

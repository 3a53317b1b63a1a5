import { expect, describe as suite, test } from 'bun:test'
import { describe, line } from '../../src/jobs/describe.ts'
import { Failure } from '../../src/lib/failure.ts'
import { Problem } from '../../src/lib/problem.ts'

suite('what is kept of an error', () => {
  test('a failure keeps its code and message, a problem its code and title', () => {
    expect(line(describe(new Failure('retry', 'throttled', 'Slow down')))).toBe('throttled: Slow down')
    expect(line(describe(new Problem('not_found', 'Ada Lovelace is not here')))).toBe(
      'not_found: There is nothing here',
    )
  })

  test('an error of the database keeps the code by which it can be looked up', () => {
    const cause = Object.assign(new Error('terminating connection'), { code: '57P01' })
    expect(describe(new Error('Failed query: select 1', { cause })).code).toBe('57P01')
    expect(describe(new TypeError('no')).code).toBe('TypeError')
  })

  test('of any other error the message is scrubbed of what names a person or opens a door', () => {
    const told = (message: string) => describe(new TypeError(message)).message
    expect(told('cannot mail ada.lovelace+x@example.co.uk now')).toBe('cannot mail [mail] now')
    expect(told('Authorization: Bearer abc.def')).toBe('Authorization: Bearer [secret]')
    expect(told('at https://user:pw@example.com/?token=1')).toBe('at [address]')
    expect(told('Key (email)=(ada@example.com) already exists')).toBe('Key (email)=([value]) already exists')
    expect(told('unexpected "Ada Lovelace" there')).toBe('unexpected [quoted] there')
    expect(told('token eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln refused')).not.toContain('eyJ')
    expect(told('call +49 (30) 123 456-78')).toBe('call [number]')
  })

  test('it is one short line, whatever was thrown', () => {
    expect(describe(new Error(`a\nb`)).message).toBe('a')
    expect(describe(new Error('x '.repeat(100_000))).message.length).toBe(200)
    expect(line(describe('a secret'))).toBe('unknown: Something that is not an error was thrown')
  })
})

import { describe, expect, test } from 'bun:test'
import { meantAddress } from '../../src/web/typo.ts'

describe('a likely slip in an address', () => {
  test('is seen in the domains that most people have', () => {
    const slips = {
      'gmial.com': 'gmail.com',
      'gmai.com': 'gmail.com',
      'gmaill.com': 'gmail.com',
      'hotmial.com': 'hotmail.com',
      'outlok.com': 'outlook.com',
      'iclould.com': 'icloud.com',
      'yaho.com': 'yahoo.com',
      't-onlin.de': 't-online.de',
      'gmail.con': 'gmail.com',
      'gmial.cmo': 'gmail.com',
    }
    for (const [typed, meant] of Object.entries(slips))
      expect(meantAddress(`ada@${typed}`)).toBe(`ada@${meant}`)
  })

  test('is seen in an ending that does not exist, whatever stands before it', () => {
    expect(meantAddress('ada@engines.con')).toBe('ada@engines.com')
  })

  test('is not seen where the address is right, or simply another', () => {
    for (const right of [
      'gmail.com',
      'mail.com',
      'gmx.de',
      'me.com',
      'acme.example',
      'web.at',
      'engines.co',
      'sfr.ch',
    ])
      expect(meantAddress(`ada@${right}`)).toBeUndefined()
  })

  test('leaves what stands before the sign alone, and what is no address', () => {
    expect(meantAddress('A.da+x@GMIAL.com')).toBe('A.da+x@gmail.com')
    expect(meantAddress('gmial.com')).toBeUndefined()
    expect(meantAddress(`@${'x'.repeat(100_000)}`)).toBeUndefined()
  })
})

import { describe, expect, test } from 'bun:test'
import { chooseLocale } from '../../src/web/language.ts'

describe('the language of a page', () => {
  test('is the one chosen by hand, before all else', () => {
    expect(chooseLocale('fr', 'de', 'es')).toBe('fr')
  })

  test('is the most wished of those spoken, by weight and then by order', () => {
    expect(chooseLocale(null, 'da, en-GB;q=0.8, de;q=0.9', 'es')).toBe('de')
    expect(chooseLocale(null, 'pt-BR,es-MX;q=0.9,en;q=0.9', 'de')).toBe('es')
    expect(chooseLocale(null, 'en-US,en;q=0.9', 'de')).toBe('en-US')
  })

  test('is never one that is refused', () => {
    expect(chooseLocale(null, 'fr;q=0, en;q=0.1', 'de')).toBe('en')
  })

  test('falls back to the tenant, and then to English', () => {
    expect(chooseLocale(undefined, 'ja', 'fr')).toBe('fr')
    expect(chooseLocale('tlh', null, null)).toBe('en')
    expect(chooseLocale('', `${','.repeat(9000)}de`, 'es')).toBe('es')
  })
})

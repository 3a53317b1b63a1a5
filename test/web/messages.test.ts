import { describe, expect, test } from 'bun:test'
import { LANGUAGES, type Messages, messagesOf } from '../../src/web/messages/messages.ts'

/** Every sentence with the path of its key; functions are called with words that would show. */
function sentences(node: object, path = ''): [string, string][] {
  return Object.entries(node).flatMap(([key, value]: [string, unknown]) => {
    const at = path ? `${path}.${key}` : key
    if (typeof value === 'string') return [[at, value] as [string, string]]
    if (typeof value === 'function') return [[at, String(value(3, 4))] as [string, string]]
    return sentences(value as object, at)
  })
}

const of = (language: 'en' | 'de' | 'fr' | 'es'): Messages => messagesOf(language)

/** Words that are the same in two languages, rightly. */
const ALIKE =
  /^(language|optional|minutes|no|zone\.regions\.|steps\.code|details\.(name|email)|done\.who|places|withWhom|code\.left|imprint)/

describe('the catalogues', () => {
  test('say every sentence in every language', () => {
    for (const { language } of LANGUAGES) {
      const empty = sentences(of(language)).filter(
        ([, text]) => text.trim() === '' || /undefined|NaN/.test(text),
      )
      expect(empty).toEqual([])
    }
  })

  test('leave no sentence in English', () => {
    const english = new Map(sentences(of('en')))
    for (const language of ['de', 'fr', 'es'] as const) {
      const same = sentences(of(language)).filter(
        ([key, text]) => english.get(key) === text && !ALIKE.test(key),
      )
      expect({ language, same }).toEqual({ language, same: [] })
    }
  })

  test('keep what is put into a sentence', () => {
    for (const { language } of LANGUAGES) {
      const { code, cancel, details, lost } = of(language)
      expect(code.lead('ada@example.com')).toContain('ada@example.com')
      expect(cancel.removed('Anna')).toContain('Anna')
      expect(details.typo('a@gmail.com')).toContain('a@gmail.com')
      expect(lost.busyLead(17)).toContain('17')
    }
  })

  test('in French, keep a sign on the line of its word', () => {
    expect(sentences(of('fr')).filter(([, text]) => / [?!;:]/.test(text))).toEqual([])
  })

  test('count one and many', () => {
    expect(['de', 'fr', 'es'].map((each) => of(each as 'de').pick.free(1))).toEqual([
      'frei',
      'libre',
      'libre',
    ])
    expect(of('de').pick.times(1)).toBe('1 freier Termin')
    expect(of('fr').pick.times(0)).toBe('0 horaire libre')
    expect(of('es').code.wrong(1)).toContain('Queda un intento')
    expect(of('en').code.wrong(2)).toContain('2 tries are left')
  })
})

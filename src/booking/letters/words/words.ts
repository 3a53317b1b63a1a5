import { type Language, type Locale, languageOf } from '../../../scheduling/locale.ts'
import { de } from './de.ts'
import { en, type Words } from './en.ts'
import { es } from './es.ts'
import { fr } from './fr.ts'

export type { Words } from './en.ts'

const CATALOGUE: Record<Language, Words> = { en, de, fr, es }

/** The words of letters in the language of a locale. A language that lacks one does not compile. */
export function wordsOf(locale: Locale): Words {
  return CATALOGUE[languageOf(locale)]
}

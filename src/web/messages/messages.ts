import { type Language, type Locale, languageOf } from '../../scheduling/locale.ts'
import { de as afterDe } from './after/de.ts'
import { type After, en as afterEn } from './after/en.ts'
import { es as afterEs } from './after/es.ts'
import { fr as afterFr } from './after/fr.ts'
import { de as beforeDe } from './before/de.ts'
import { type Before, en as beforeEn } from './before/en.ts'
import { es as beforeEs } from './before/es.ts'
import { fr as beforeFr } from './before/fr.ts'

/** Every word that the pages say, in one language. */
export type Messages = Before & After

const CATALOGUES: Record<Language, Messages> = {
  en: { ...beforeEn, ...afterEn },
  de: { ...beforeDe, ...afterDe },
  fr: { ...beforeFr, ...afterFr },
  es: { ...beforeEs, ...afterEs },
}

/** The words of a locale. */
export function messagesOf(locale: Locale): Messages {
  return CATALOGUES[languageOf(locale)]
}

/** Every language with its own name for itself, in the order of the switch. */
export const LANGUAGES = Object.entries(CATALOGUES).map(([language, messages]) => ({
  language: language as Language,
  name: messages.language,
}))

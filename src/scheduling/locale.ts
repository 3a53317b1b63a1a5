/** The languages of letters and pages. */
export type Language = 'en' | 'de' | 'fr' | 'es'

/** How dates and times are written: a language, and for English whose. `en` is international: 24 hours, day first. */
export type Locale = Language | 'en-US'

/**
 * The locale for a language tag (BCP 47) or an Accept-Language header, the first that is spoken; else English.
 * The list is short on purpose: it bounds what is kept per locale, whatever a caller sends.
 */
export function localeOf(tags: string | null | undefined): Locale {
  for (const tag of (tags ?? '').slice(0, 200).toLowerCase().split(',')) {
    const [language = '', ...rest] = tag.trim().split(/[-_;]/)
    if (language === 'en' && rest.includes('us')) return 'en-US'
    if (isLanguage(language)) return language
  }
  return 'en'
}

/** The language of a locale. */
export function languageOf(locale: Locale): Language {
  return locale === 'en-US' ? 'en' : locale
}

function isLanguage(text: string): text is Language {
  return text === 'en' || text === 'de' || text === 'fr' || text === 'es'
}

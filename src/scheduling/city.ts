import type { Language } from './locale.ts'

/**
 * The city that a zone is named for, as the language calls it, or `undefined` for a zone without one (UTC,
 * Etc/GMT+5, EST5EDT). It is taken from the name given, never from the canonical name, which may be another city's.
 */
export function cityOf(zone: string, language: Language): string | undefined {
  const parts = zone.split('/')
  if (parts.length < 2 || parts[0] === 'Etc') return undefined
  const name = parts.at(-1)!.replaceAll('_', ' ')
  const [en, de, fr, es] = NAMES[name] ?? [name]
  return { en, de, fr, es }[language] ?? en
}

/** Cities whose zone name is old or lacks its accents, or that other languages call otherwise: en, de, fr, es. */
const NAMES: Record<string, [en: string, de?: string, fr?: string, es?: string]> = {
  Asuncion: ['Asunción'],
  Athens: ['Athens', 'Athen', 'Athènes', 'Atenas'],
  Berlin: ['Berlin', 'Berlin', 'Berlin', 'Berlín'],
  Bogota: ['Bogotá'],
  Brussels: ['Brussels', 'Brüssel', 'Bruxelles', 'Bruselas'],
  Bucharest: ['Bucharest', 'Bukarest', 'Bucarest', 'Bucarest'],
  Cairo: ['Cairo', 'Kairo', 'Le Caire', 'El Cairo'],
  Calcutta: ['Kolkata'],
  Chisinau: ['Chișinău'],
  Copenhagen: ['Copenhagen', 'Kopenhagen', 'Copenhague', 'Copenhague'],
  Dublin: ['Dublin', 'Dublin', 'Dublin', 'Dublín'],
  Istanbul: ['Istanbul', 'Istanbul', 'Istanbul', 'Estambul'],
  Jerusalem: ['Jerusalem', 'Jerusalem', 'Jérusalem', 'Jerusalén'],
  Katmandu: ['Kathmandu'],
  Kiev: ['Kyiv'],
  Lisbon: ['Lisbon', 'Lissabon', 'Lisbonne', 'Lisboa'],
  London: ['London', 'London', 'Londres', 'Londres'],
  Luxembourg: ['Luxembourg', 'Luxemburg', 'Luxembourg', 'Luxemburgo'],
  'Mexico City': ['Mexico City', 'Mexiko-Stadt', 'Mexico', 'Ciudad de México'],
  Moscow: ['Moscow', 'Moskau', 'Moscou', 'Moscú'],
  'New York': ['New York', 'New York', 'New York', 'Nueva York'],
  Paris: ['Paris', 'Paris', 'Paris', 'París'],
  Prague: ['Prague', 'Prag', 'Prague', 'Praga'],
  Rangoon: ['Yangon'],
  Rome: ['Rome', 'Rom', 'Rome', 'Roma'],
  Saigon: ['Ho Chi Minh City'],
  'Sao Paulo': ['São Paulo'],
  Seoul: ['Seoul', 'Seoul', 'Séoul', 'Seúl'],
  Singapore: ['Singapore', 'Singapur', 'Singapour', 'Singapur'],
  Stockholm: ['Stockholm', 'Stockholm', 'Stockholm', 'Estocolmo'],
  Tokyo: ['Tokyo', 'Tokio', 'Tokyo', 'Tokio'],
  Vienna: ['Vienna', 'Wien', 'Vienne', 'Viena'],
  Warsaw: ['Warsaw', 'Warschau', 'Varsovie', 'Varsovia'],
  Zurich: ['Zurich', 'Zürich', 'Zurich', 'Zúrich'],
}

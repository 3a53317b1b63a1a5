import { cityOf } from '../scheduling/city.ts'
import { type Language, type Locale, languageOf } from '../scheduling/locale.ts'
import { packed } from '../scheduling/packed.ts'
import type { Zones } from '../scheduling/zone.ts'
import type { Messages } from './messages/messages.ts'

export type RegionName = keyof Messages['zone']['regions']

export interface Place {
  zone: string
  city: string
  /** What a search finds it by besides its city: countries in the customer's language and in English. */
  also: string
}

export interface Region {
  /** `fixed` holds UTC. */
  name: RegionName | 'fixed'
  places: Place[]
}

const REGIONS: RegionName[] = [
  ...(['Europe', 'America', 'Asia', 'Africa', 'Australia', 'Pacific'] as const),
  ...(['Atlantic', 'Indian', 'Antarctica', 'Arctic'] as const),
]

/** The list differs by release and language only; the cities and their order are kept for the next page. */
const kept = new Map<string, Region[]>()

/** Every place one can live by, each city once, in the order of the language. */
export function regionsOf(zones: Zones, locale: Locale): Region[] {
  const language = languageOf(locale)
  const key = `${zones.version} ${language}`
  const known = kept.get(key)
  if (known) return known
  if (kept.size > 16) kept.clear()
  const made = makeRegions(zones, language)
  kept.set(key, made)
  return made
}

function makeRegions(zones: Zones, language: Language): Region[] {
  const countriesOf = countryWords(language)
  const order = new Intl.Collator(language).compare
  const names = zones.names().filter((zone) => zones.canonical(zone) === zone || countriesOf(zone) !== '')
  const regions = REGIONS.map((name) => ({
    name,
    places: distinct(
      names
        .filter((zone) => zone.startsWith(`${name}/`))
        .map((zone) => ({
          zone,
          city: placeName(zone, language),
          also: countriesOf(zone),
        }))
        .sort((a, b) => order(a.city, b.city)),
    ),
  }))
  return [...regions, { name: 'fixed' as const, places: [{ zone: 'UTC', city: 'UTC', also: 'GMT Zulu' }] }]
}

/** "Knox, Indiana" where the database says so; the city alone everywhere else. */
function placeName(zone: string, language: Language): string {
  const city = cityOf(zone, language) ?? zone
  const [, middle, last] = zone.split('/')
  const tell = last && ['Indiana', 'Kentucky', 'North_Dakota'].includes(middle ?? '')
  return tell ? `${city}, ${middle?.replaceAll('_', ' ')}` : city
}

/** An old name and a new one of the same city are one place; the one that countries are known of stays. */
function distinct(places: Place[]): Place[] {
  const byCity = new Map<string, Place>()
  for (const place of places) {
    const known = byCity.get(place.city)
    if (!known || known.also.length < place.also.length) byCity.set(place.city, place)
  }
  return [...byCity.values()]
}

/** The countries that a zone is current in; none for a name that has only been kept for old programs. */
function countryWords(language: Language): (zone: string) => string {
  const tongues = [...new Set([language, 'en'])].map(
    (each) => new Intl.DisplayNames(each, { type: 'region' }),
  )
  const byZone = new Map<string, string[]>()
  for (const line of packed().countries) {
    const [code = '', list = ''] = line.split('|')
    const names = tongues.map((tongue) => tongue.of(code) ?? code)
    for (const zone of list.split(' ')) byZone.set(zone, [...(byZone.get(zone) ?? []), ...names])
  }
  return (zone) => [...new Set(byZone.get(zone))].join(' ')
}

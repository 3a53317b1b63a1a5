import { describe, expect, test } from 'bun:test'
import { regionsOf } from '../../src/web/zoneList.ts'
import { zonePage } from '../../src/web/zonePage.tsx'
import { readPage } from '../support/page.ts'
import { requestOf, zones } from './fixtures.ts'

const places = (locale: 'en' | 'de') => regionsOf(zones, locale).flatMap((region) => region.places)

describe('the list of zones', () => {
  test('has every zone that a country lives by, and no city twice in a region', () => {
    const names = new Set(places('en').map(({ zone }) => zone))
    for (const zone of [
      'Europe/Berlin',
      'Europe/Oslo',
      'Asia/Kolkata',
      'America/Vancouver',
      'UTC',
      'Asia/Kathmandu',
    ])
      expect(names).toContain(zone)
    expect(names.size).toBeGreaterThan(380)
    for (const { places: of } of regionsOf(zones, 'en'))
      expect(new Set(of.map(({ city }) => city)).size).toBe(of.length)
  })

  test('leaves out names that are only kept for old programs', () => {
    const names = places('en').map(({ zone }) => zone)
    for (const old of ['America/Knox_IN', 'Asia/Calcutta', 'US/Pacific', 'America/Louisville'])
      expect(names).not.toContain(old)
  })

  test.each([
    ['Asia/Calcutta', 'Asia/Kolkata'],
    ['Asia/Katmandu', 'Asia/Kathmandu'],
    ['America/Buenos_Aires', 'America/Argentina/Buenos_Aires'],
    ['Europe/Kiev', 'Europe/Kyiv'],
    ['Europe/Oslo', 'Europe/Oslo'],
  ])(
    'is open at the zone that is current, also under the former name that browsers give: %s',
    (zone, listed) => {
      const { elements } = readPage(zonePage(requestOf({ zone }), { back: (zone) => `/back?zone=${zone}` }))
      const current = elements.filter(
        ({ name, attributes }) => name === 'a' && attributes.get('aria-current') === 'true',
      )
      expect(current.map(({ attributes }) => attributes.get('href'))).toEqual([`/back?zone=${listed}`])
      expect(
        elements.filter(({ name, attributes }) => name === 'details' && attributes.has('open')),
      ).toHaveLength(1)
    },
  )

  test('is found by its countries in the language of the page and in English', () => {
    const vienna = places('de').find(({ zone }) => zone === 'Europe/Vienna')
    expect(vienna).toMatchObject({ city: 'Wien' })
    expect(vienna?.also).toContain('Österreich')
    expect(vienna?.also).toContain('Austria')
  })

  test('stands in the order of the language, accents and all', () => {
    const europe =
      regionsOf(zones, 'de')
        .find(({ name }) => name === 'Europe')
        ?.places.map(({ city }) => city) ?? []
    expect(europe).toEqual([...europe].sort(new Intl.Collator('de').compare))
  })

  test('shows the present time of each zone by our own rules, where the runtime is wrong', () => {
    const at = (zone: string) => {
      const html = zonePage(requestOf({ now_ms: Date.parse('2026-12-15T12:00:00Z') }), {
        back: (name) => `/?z=${name}`,
      })
      const { elements, texts } = readPage(html)
      expect(elements.some(({ attributes }) => attributes.get('href') === `/?z=${zone}`)).toBe(true)
      const city = zone.split('/')[1] ?? ''
      return texts.slice(texts.indexOf(city), texts.indexOf(city) + 4)
    }
    expect(at('America/Vancouver')).toEqual(['Vancouver', 'UTC−7', 'now', '05:00'])
    expect(at('America/Edmonton')).toEqual(['Edmonton', 'UTC−6', 'now', '06:00'])
    expect(at('Africa/Casablanca')).toEqual(['Casablanca', 'UTC', 'now', '12:00'])
  })
})

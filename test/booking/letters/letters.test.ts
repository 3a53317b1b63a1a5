import { describe, expect, test } from 'bun:test'
import { apologyLetter } from '../../../src/booking/letters/apology.ts'
import type { WrittenLetter } from '../../../src/booking/letters/block.ts'
import type { BookingFacts } from '../../../src/booking/letters/facts.ts'
import { freshLinksLetter } from '../../../src/booking/letters/freshLinks.ts'
import { verificationLetter } from '../../../src/booking/letters/verification.ts'
import type { Locale } from '../../../src/scheduling/locale.ts'
import { bundledZones } from '../../../src/scheduling/zone.ts'
import { readPage } from '../../support/page.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const START = Date.UTC(2026, 11, 15, 17)
const NOW = Date.UTC(2026, 11, 10, 21, 30)
const LOCALES: Locale[] = ['en', 'en-US', 'de', 'fr', 'es']
const VERIFY = 'https://book.example.com/acme/booking/verify?token=aaa.bbb.ccc-_'
const CANCEL = 'https://book.example.com/acme/booking/cancel?token=ddd'
const MOVE = 'https://book.example.com/acme/booking/reschedule?token=eee'
const AGAIN = 'https://book.example.com/acme/intro-zoom'

function facts(change: Partial<BookingFacts> = {}): BookingFacts {
  return {
    zones: bundledZones(),
    locale: 'en',
    tenant_name: 'Acme',
    meeting_type_name: 'Introduction',
    salesperson_names: ['Bea Berlin'],
    salesperson_time_zone: 'Europe/Berlin',
    customer_name: 'Zoë Müller',
    customer_time_zone: 'America/Vancouver',
    time: { from_ms: START, until_ms: START + 30 * MINUTE },
    location: { kind: 'zoom' },
    ...change,
  }
}

function verification(change: Partial<BookingFacts> = {}, hold_ms = 10 * MINUTE): WrittenLetter {
  return verificationLetter({
    ...facts(change),
    verify_url: VERIFY,
    code: '012345',
    hold_expires_at_ms: NOW + hold_ms,
    now_ms: NOW,
  })
}

function freshLinks(change: Partial<BookingFacts> = {}, urls = { cancel_url: CANCEL, reschedule_url: MOVE }) {
  return freshLinksLetter({ ...facts(change), ...urls, expires_at_ms: NOW + 24 * HOUR, now_ms: NOW })
}

function apology(change: Partial<BookingFacts> = {}, hours = [1, 25, 49]): WrittenLetter {
  const alternatives = hours.map((hour) => ({
    from_ms: START + hour * HOUR,
    until_ms: START + hour * HOUR + 30 * MINUTE,
  }))
  return apologyLetter({ ...facts(change), alternatives, choose_url: AGAIN })
}

const EACH = { verification, freshLinks, apology }
const hrefs = (html: string) =>
  readPage(html).elements.flatMap(({ name, attributes }) =>
    name === 'a' ? [attributes.get('href') ?? ''] : [],
  )

/** Written out by hand. The runtime's own rules would put Vancouver an hour earlier on that day. */
const TIMES: Record<Locale, { own: string; theirs: string }> = {
  en: {
    own: 'When: Tuesday, 15 December 2026, 10:00 to 10:30, Vancouver time (UTC−7)',
    theirs: 'For Bea Berlin: Tuesday, 15 December 2026, 18:00 to 18:30, Berlin time (UTC+1)',
  },
  'en-US': {
    own: 'When: Tuesday, December 15, 2026, 10:00 AM to 10:30 AM, Vancouver time (UTC−7)',
    theirs: 'For Bea Berlin: Tuesday, December 15, 2026, 6:00 PM to 6:30 PM, Berlin time (UTC+1)',
  },
  de: {
    own: 'Wann: Dienstag, 15. Dezember 2026, 10:00 bis 10:30 Uhr, Ortszeit Vancouver (UTC−7)',
    theirs: 'Für Bea Berlin: Dienstag, 15. Dezember 2026, 18:00 bis 18:30 Uhr, Ortszeit Berlin (UTC+1)',
  },
  fr: {
    own: 'Quand\u00a0: mardi 15 décembre 2026, de 10:00 à 10:30, heure de Vancouver (UTC−7)',
    theirs: 'Pour Bea Berlin\u00a0: mardi 15 décembre 2026, de 18:00 à 18:30, heure de Berlin (UTC+1)',
  },
  es: {
    own: 'Cuándo: martes, 15 de diciembre de 2026, de 10:00 a 10:30, hora de Vancouver (UTC−7)',
    theirs: 'Para Bea Berlin: martes, 15 de diciembre de 2026, de 18:00 a 18:30, hora de Berlín (UTC+1)',
  },
}

describe('in each locale', () => {
  for (const locale of LOCALES) {
    test(`${locale}: every letter says when in the customer’s zone and in the salesperson’s`, () => {
      for (const letter of Object.values(EACH)) {
        const lines = letter({ locale }).text.split('\n')
        expect(lines).toContain(TIMES[locale].own)
        expect(lines).toContain(TIMES[locale].theirs)
      }
    })

    test(`${locale}: the HTML says what the text says, in that language`, () => {
      for (const write of Object.values(EACH)) {
        const letter = write({ locale })
        const page = readPage(letter.html)
        const said = page.texts.join('\n')
        for (const line of letter.text.split('\n').filter((each) => /^[^*]/.test(each) && each !== '--')) {
          if (line.startsWith('https://')) expect(hrefs(letter.html)).toContain(line)
          else
            for (const part of line.split(/\u00a0?: (?=\S)/))
              expect(said).toContain(part.replace(/\u00a0?:$/, ''))
        }
        expect(page.elements[0]?.attributes.get('lang')).toBe(locale.slice(0, 2))
      }
    })

    test(`${locale}: no letter is like another language’s`, () => {
      const others = LOCALES.filter((other) => other.slice(0, 2) !== locale.slice(0, 2))
      for (const write of Object.values(EACH)) {
        const prose = write({ locale })
          .text.split('\n')
          .filter((line) => / .* .* /.test(line))
        for (const other of others) {
          const foreign = write({ locale: other }).text.split('\n')
          expect(prose.filter((line) => foreign.includes(line))).toEqual([])
        }
      }
    })
  }
})

describe('the verification letter', () => {
  test('has the link once as text and once as HTML, and the code in both', () => {
    const { text, html, subject } = verification()
    expect(text.split('\n').filter((line) => line === VERIFY)).toHaveLength(1)
    expect(hrefs(html)).toEqual([VERIFY])
    expect(text.split('\n')).toContain('012345')
    expect(readPage(html).texts).toContain('012345')
    expect(subject).not.toContain('012345')
  })

  test('says how long the hold lasts, in minutes and by the customer’s clock', () => {
    const { text } = verification()
    expect(text).toContain('for 10 minutes.')
    expect(text).toContain('Confirm by: 14:40, Vancouver time (UTC−7)')
    expect(verification({}, 90_000).text).toContain('for one minute.')
  })

  test('gives the date of a hold that ends on another day of the customer’s', () => {
    expect(verification({}, 12 * HOUR).text).toContain(
      'Confirm by: Friday, 11 December 2026, 02:30, Vancouver',
    )
    expect(verification({}, 12 * HOUR).text).not.toContain('minutes')
    expect(verification({ customer_time_zone: 'Asia/Tokyo' }, 12 * HOUR).text).toContain(
      'Confirm by: 18:30, Tokyo',
    )
  })

  test('says what, with whom and where', () => {
    const lines = verification({ salesperson_names: ['Bea', 'Van'] }).text.split('\n')
    expect(lines).toContain('What: Introduction')
    expect(lines).toContain('With: Bea, Van, Acme')
    expect(lines).toContain('Where: Online, on Zoom')
    const street = { kind: 'in_person' as const, detail: 'Hauptstraße 1, Berlin' }
    expect(verification({ location: street, locale: 'de' }).text).toContain(
      'Wo: Vor Ort, Hauptstraße 1, Berlin',
    )
  })

  test('says the time once where both clocks agree, and each where they agree on the hour but not on the offset', () => {
    const same = verification({ customer_time_zone: 'Europe/Paris' }).text
    expect(same).toContain('When: Tuesday, 15 December 2026, 18:00 to 18:30, Paris time (UTC+1)')
    expect(same).not.toContain('For Bea Berlin')
    expect(verification({ customer_time_zone: 'Europe/London' }).text).toContain('For Bea Berlin: Tuesday')
  })

  test('calls the other clock the tenant’s when several salespersons meet the customer', () => {
    expect(verification({ salesperson_names: ['Bea', 'Van'] }).text).toContain('For Acme: Tuesday')
  })
})

describe('the letter of fresh links', () => {
  test('has both links and says when they end', () => {
    const { text, html } = freshLinks()
    expect(hrefs(html)).toEqual([MOVE, CANCEL])
    expect(text).toContain(`Choose another time:\n${MOVE}\n`)
    expect(text).toContain(`Cancel the booking:\n${CANCEL}\n`)
    expect(text).toContain('The links work until: Friday, 11 December 2026, 14:30, Vancouver time (UTC−7)')
  })

  test('has the one link that is left', () => {
    const { html } = freshLinksLetter({
      ...facts(),
      cancel_url: CANCEL,
      expires_at_ms: NOW + HOUR,
      now_ms: NOW,
    })
    expect(hrefs(html)).toEqual([CANCEL])
  })

  test.each(LOCALES)('promises no links where none can be given, in %s', (locale) => {
    const late = freshLinksLetter({ ...facts({ locale }), expires_at_ms: NOW + HOUR, now_ms: NOW })
    expect(hrefs(late.html)).toEqual([])
    expect(`${late.subject}\n${late.text}`).not.toMatch(/\blinks?\b|\bliens?\b|\benlaces?\b/i)
  })

  test('says whom to turn to when it is too late for both', () => {
    const { html, subject, text } = freshLinksLetter({ ...facts(), expires_at_ms: NOW + HOUR, now_ms: NOW })
    expect(hrefs(html)).toEqual([])
    expect(subject).toBe('Your booking: Introduction with Acme')
    expect(text).toContain('It is too late to change this booking online. Please turn to Acme directly.')
    expect(text).not.toContain('The links work until')
  })
})

describe('the apology', () => {
  test('offers the other times in the customer’s zone, and the page for more', () => {
    const { text, html } = apology()
    expect(text.split('\n').filter((line) => line.startsWith('* '))).toEqual([
      '* Tuesday, 15 December 2026, 11:00 to 11:30, Vancouver time (UTC−7)',
      '* Wednesday, 16 December 2026, 11:00 to 11:30, Vancouver time (UTC−7)',
      '* Thursday, 17 December 2026, 11:00 to 11:30, Vancouver time (UTC−7)',
    ])
    expect(readPage(html).texts).toContain(
      'Wednesday, 16 December 2026, 11:00 to 11:30, Vancouver time (UTC−7)',
    )
    expect(hrefs(html)).toEqual([AGAIN])
  })

  test('says that a meeting could not be moved, and links nowhere when it is too late to try again', () => {
    const { subject, text } = apologyLetter({ ...facts(), alternatives: [], stands: true })
    expect(subject).toStartWith('Your time stays as it was')
    expect(text).not.toContain('http')
  })

  test('offers five at most, and says nothing of times when there are none', () => {
    expect(apology({}, [1, 2, 3, 4, 5, 6, 7]).text.match(/^\* /gm)).toHaveLength(5)
    const none = apology({}, [])
    expect(none.text).not.toContain('free at the moment')
    expect(hrefs(none.html)).toEqual([AGAIN])
  })
})

describe('hostile input', () => {
  const evil =
    '"><img src=x onerror=alert(1)>\r\nBcc: all@example.com\u2028<script>alert(1)</script>&lt;b&gt;\u202e'
  const change = {
    tenant_name: evil,
    meeting_type_name: evil,
    salesperson_names: [evil, evil],
    customer_name: evil,
    location: { kind: 'in_person' as const, detail: evil },
  }
  const ALLOWED = ['html', 'head', 'meta', 'title', 'body', 'div', 'p', 'dl', 'dt', 'dd', 'ul', 'li', 'a']

  test('becomes no element, no attribute and no link', () => {
    for (const write of Object.values(EACH)) {
      const tame = readPage(write().html).elements.map(({ name }) => name)
      const { elements } = readPage(write(change).html)
      expect(elements.map(({ name }) => name)).toEqual(tame)
      for (const { attributes } of elements) {
        expect([...attributes.keys()].filter((name) => name.startsWith('on') || name === 'src')).toEqual([])
      }
      expect(hrefs(write(change).html)).toEqual(hrefs(write().html))
    }
  })

  test('is shown to the letter, as one line', () => {
    const { text, html } = verification({ ...change, location: { kind: 'zoom' } })
    const shown = '"><img src=x onerror=alert(1)> Bcc: all@example.com <script>alert(1)</script>&lt;b&gt;'
    expect(text).toContain(`What: ${shown}\n`)
    expect(readPage(html).texts).toContain(shown)
  })

  test('breaks no subject and no line of the text', () => {
    for (const write of Object.values(EACH)) {
      expect(write(change).subject).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\u202e]/u)
      expect(write(change).text.split('\n')).toHaveLength(write().text.split('\n').length)
      expect(write(change).subject.length).toBeLessThanOrEqual(200)
    }
  })

  test('in the customer’s name does not make the greeting an advertisement', () => {
    const names = [
      'Win now at evil.example.com',
      'https://evil.example',
      'mail me@evil.example',
      'www evil',
      'call 0900 123456',
      'a'.repeat(61),
      '<b>Zoë</b>',
      '\r\n',
      '',
    ]
    for (const customer_name of names) expect(verification({ customer_name }).text).toStartWith('Hello,\n')
    const genuine = [
      'Zoë Müller',
      'Dr. J. R. Smith',
      'O’Brien-Núñez',
      'Renée d’Arc, PhD',
      '田中さん',
      'Ольга',
    ]
    for (const customer_name of genuine) {
      expect(verification({ customer_name }).text).toStartWith(`Hello ${customer_name},\n`)
    }
  })

  test('in a link’s scheme is refused', () => {
    for (const choose_url of ['javascript:alert(1)', 'data:text/html,x', 'nowhere']) {
      expect(() => apologyLetter({ ...facts(), alternatives: [], choose_url })).toThrow()
    }
  })

  test('or not, a letter loads nothing and tells nobody that it was read', () => {
    for (const write of Object.values(EACH)) {
      const { html } = write()
      const { elements } = readPage(html)
      expect(elements.filter(({ name }) => !ALLOWED.includes(name))).toEqual([])
      expect(elements.flatMap(({ attributes }) => attributes.get('style') ?? []).join()).not.toContain('url(')
      expect([...html.matchAll(/https?:\/\/[^"<]+/g)].map(String)).toEqual(hrefs(html))
    }
  })
})

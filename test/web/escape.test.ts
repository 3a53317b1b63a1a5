import { describe, expect, test } from 'bun:test'
import { cancelPage } from '../../src/web/cancelPage.tsx'
import { codePage } from '../../src/web/codePage.tsx'
import { confirmedPage } from '../../src/web/confirmedPage.tsx'
import { detailsPage } from '../../src/web/detailsPage.tsx'
import type { Request } from '../../src/web/frame.ts'
import { linkSentPage } from '../../src/web/linkPage.tsx'
import { pickPage } from '../../src/web/pickPage.tsx'
import { tenantPage } from '../../src/web/tenantPage.tsx'
import { readPage } from '../support/page.ts'
import { BOOKING, MEETINGS, NEAR, offeredIn, requestOf, SPAN } from './fixtures.ts'

const EVIL = `"'><script>alert(1)</script><img src=x onerror=alert(2)> </title></style>&amp;\u202e$&$1`
const meeting = {
  ...MEETINGS[0],
  name: EVIL,
  description: EVIL,
  place: 'in_person' as const,
  place_detail: EVIL,
}
const booking = { ...BOOKING, booking_id: encodeURIComponent(EVIL), meeting, names: [EVIL] }

const request = (): Request => {
  const plain = requestOf({ nonce: EVIL })
  return {
    ...plain,
    brand: {
      ...plain.brand!,
      name: EVIL,
      accent_colour: EVIL,
      logo_url: EVIL,
      privacy_url: `javascript:${EVIL}`,
      imprint_url: `data:text/html,${EVIL}`,
    },
  }
}

const PAGES: Record<string, string> = {
  tenant: tenantPage(request(), { meetings: [meeting] }),
  pick: pickPage(request(), {
    meeting,
    month: '2026-12',
    offered: offeredIn('2026-12'),
    first_month: '2026-11',
    last_month: '2027-01',
    salespersons: [
      { slug: 'a', name: EVIL },
      { slug: 'b', name: 'B' },
    ],
    unreadable: [EVIL],
    guess_zone: true,
  }),
  details: detailsPage(request(), {
    meeting,
    span: SPAN,
    salesperson: { slug: EVIL, name: EVIL },
    questions: [
      { id: EVIL, label: EVIL, kind: 'long_text', required: false },
      { id: 'c', label: EVIL, kind: 'choice', required: false, choices: [EVIL, 'x'] },
    ],
    typed: { name: EVIL, email: EVIL, answers: { [EVIL]: EVIL, c: EVIL } },
    faults: { email: 'badEmail', [`answer.${EVIL}`]: { tooLong: 3 } },
    meant_email: EVIL,
    instead: NEAR,
    hold_minutes: 10,
    key: EVIL,
  }),
  code: codePage(request(), { booking, token: EVIL, email: EVIL, expires_ms: 0, resend_ms: 0 }),
  confirmed: confirmedPage(request(), {
    booking,
    email: EVIL,
    join_url: `javascript:${EVIL}`,
    cancel_token: EVIL,
    reschedule_token: EVIL,
  }),
  cancel: cancelPage(request(), { booking, token: EVIL, reason: EVIL }),
  sent: linkSentPage(request(), { email: EVIL }),
}

describe('hostile names, answers and brands', () => {
  for (const [name, html] of Object.entries(PAGES)) {
    test(`are text on the page "${name}"`, () => {
      const { elements } = readPage(html)
      const scripts = elements.filter(({ name }) => name === 'script')
      expect(scripts.filter(({ attributes }) => !attributes.has('type'))).toEqual([])
      expect(
        elements.filter(({ name, attributes }) => name === 'img' && attributes.get('src') === 'x'),
      ).toEqual([])
      const handlers = elements.flatMap(({ attributes }) =>
        [...attributes.keys()].filter((key) => key.startsWith('on')),
      )
      expect(handlers).toEqual([])
      const links = elements.flatMap(({ attributes }) => [
        attributes.get('href') ?? '',
        attributes.get('action') ?? '',
      ])
      expect(links.filter((link) => /^\s*(javascript|vbscript|data:text)/i.test(link))).toEqual([])
    })

    test(`bring no inline style or script past the policy on the page "${name}"`, () => {
      const { elements } = readPage(html)
      expect(elements.filter(({ attributes }) => attributes.has('style'))).toEqual([])
      expect(elements.filter(({ name }) => name === 'style')).toHaveLength(1)
    })
  }

  test('are shown as they are', () => {
    const { texts, elements } = readPage(PAGES.details ?? '')
    expect(texts.some((text) => text.includes('<script>alert(1)</script>'))).toBe(true)
    const name = elements.find(({ attributes }) => attributes.get('id') === 'name')
    expect(name?.attributes.get('value')).toBe(EVIL)
  })

  test('leave the structured data valid JSON', () => {
    const json = /<script type="application\/ld\+json">(.*?)<\/script>/s.exec(PAGES.pick ?? '')?.[1] ?? ''
    expect(JSON.parse(json)).toMatchObject({ '@type': 'Service', name: EVIL })
  })
})

import { addDays, dayOf, weekdayOf } from '../../src/scheduling/date.ts'
import type { Interval } from '../../src/scheduling/interval.ts'
import { instantsOf } from '../../src/scheduling/local.ts'
import type { Locale } from '../../src/scheduling/locale.ts'
import { bundledZones } from '../../src/scheduling/zone.ts'
import type { Meeting } from '../../src/web/about.tsx'
import type { BookingView } from '../../src/web/bookingView.ts'
import type { Question } from '../../src/web/field.tsx'
import type { Request } from '../../src/web/frame.ts'

export const zones = bundledZones()
export const NOW_MS = Date.parse('2026-11-24T08:05:00Z')

export const MEETINGS: [Meeting, ...Meeting[]] = [
  {
    slug: 'intro-zoom',
    name: 'Introduction',
    description: 'A first conversation: what you need, what we do, and whether the two fit together.',
    length_minutes: 30,
    place: 'zoom',
  },
  {
    slug: 'demo-teams',
    name: 'Product demonstration',
    description: 'An hour at the screen with someone who knows every corner of it.',
    length_minutes: 60,
    place: 'teams',
  },
  { slug: 'call-phone', name: 'Quick call', length_minutes: 15, place: 'phone' },
]

export const PEOPLE = [
  { slug: 'berlin', name: 'Anna Berlin' },
  { slug: 'vancouver', name: 'Ben Vancouver' },
]

export const QUESTIONS: Question[] = [
  { id: 'company', label: 'Which company are you from?', kind: 'text', required: true },
  {
    id: 'topic',
    label: 'What is it about?',
    kind: 'choice',
    required: true,
    choices: ['Sales', 'Support', 'Press'],
  },
  { id: 'customer', label: 'Are you a customer already?', kind: 'yes_no', required: false },
  { id: 'phone', label: 'Where can we call you?', kind: 'phone', required: false },
  { id: 'more', label: 'Anything else that helps us prepare?', kind: 'long_text', required: false },
]

/** A request as the routes would make it. */
export function requestOf(more: Partial<Request> & { accent?: string } = {}): Request {
  const { accent, ...rest } = more
  return {
    brand: {
      slug: 'acme',
      name: 'Acme',
      time_zone: 'Europe/Berlin',
      accent_colour: accent,
      privacy_url: 'https://acme.example/privacy',
      imprint_url: 'https://acme.example/imprint',
    },
    locale: 'en' as Locale,
    zone: 'America/Vancouver',
    zones,
    now_ms: NOW_MS,
    base_url: 'https://book.example',
    here: '/acme/intro-zoom',
    chosen: {},
    nonce: 'bm9uY2U',
    ...rest,
  }
}

/** Half hours on working days between these hours of Berlin, in every third week fewer; deterministic. */
export function offeredIn(month: string, zone = 'Europe/Berlin', minutes = 30): Interval[] {
  const spans: Interval[] = []
  for (let date = `${month}-01`; date.startsWith(month); date = addDays(date, 1)) {
    const day = dayOf(date)
    if (weekdayOf(day) > 5 || day % 9 === 0 || date < '2026-11-25') continue
    for (let minute = 9 * 60; minute < 17 * 60 + (day % 3) * 60; minute += 30) {
      if ((minute / 30 + day) % 4 === 0) continue
      const [from_ms] = instantsOf(zones, zone, date, minute)
      if (from_ms !== undefined) spans.push({ from_ms, until_ms: from_ms + minutes * 60_000 })
    }
  }
  return spans
}

export const SPAN: Interval = {
  from_ms: Date.parse('2026-12-01T22:30:00Z'),
  until_ms: Date.parse('2026-12-01T23:00:00Z'),
}

export const NEAR: Interval[] = [30, 60, 1500].map((minutes) => ({
  from_ms: SPAN.from_ms + minutes * 60_000,
  until_ms: SPAN.until_ms + minutes * 60_000,
}))

export const BOOKING: BookingView = {
  booking_id: '0193a1b2-0000-7000-8000-000000000001',
  meeting: MEETINGS[0],
  span: SPAN,
  names: ['Anna Berlin'],
}

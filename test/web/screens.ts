import { addressPage } from '../../src/web/addressPage.tsx'
import { canceledPage, cancelPage } from '../../src/web/cancelPage.tsx'
import { codePage } from '../../src/web/codePage.tsx'
import { confirmedPage } from '../../src/web/confirmedPage.tsx'
import { confirmingPage, verifyPage } from '../../src/web/confirmPage.tsx'
import { type DetailsProps, detailsPage } from '../../src/web/detailsPage.tsx'
import { endedPage } from '../../src/web/endedPage.tsx'
import type { Request } from '../../src/web/frame.ts'
import { latePage, linkPage, linkSentPage, olderPage } from '../../src/web/linkPage.tsx'
import { lostPage, troublePage } from '../../src/web/lostPage.tsx'
import { moveCheckPage, movePage } from '../../src/web/movePage.tsx'
import { type PickProps, pickPage } from '../../src/web/pickPage.tsx'
import { tenantPage } from '../../src/web/tenantPage.tsx'
import { zonePage } from '../../src/web/zonePage.tsx'
import { BOOKING, MEETINGS, NEAR, NOW_MS, offeredIn, PEOPLE, QUESTIONS, SPAN } from './fixtures.ts'

const offered = offeredIn('2026-12')
const pick: PickProps = {
  meeting: MEETINGS[0],
  month: '2026-12',
  offered,
  first_month: '2026-11',
  last_month: '2027-02',
  salespersons: PEOPLE,
  unreadable: [],
  guess_zone: false,
}
const details: DetailsProps = {
  meeting: MEETINGS[0],
  span: SPAN,
  salesperson: PEOPLE[0],
  questions: QUESTIONS,
  typed: { name: '', email: '', answers: {} },
  faults: {},
  hold_minutes: 10,
  key: 'key-1',
}
const typed = {
  name: 'Ada Lovelace',
  email: 'ada@gmial.com',
  answers: { company: 'Engines Ltd', topic: 'Sales' },
}
const held = {
  booking: BOOKING,
  token: 'h',
  email: 'ada@example.com',
  expires_ms: NOW_MS + 552_000,
  resend_ms: NOW_MS + 28_000,
}
const confirmed = {
  booking: BOOKING,
  email: 'ada@example.com',
  join_url: 'https://zoom.example/j/123',
  ics_url: '/v1/bookings/1/invite.ics',
  cancel_token: 'c',
  reschedule_token: 'r',
}
const month = { month: '2026-12', offered, first_month: '2026-11', last_month: '2027-02' }
const move = { booking: BOOKING, token: 't', to: NEAR[2]!, key: 'k' }

/** Every screen with example content, by name. */
export const SCREENS: Record<string, (request: Request) => string> = {
  tenant: (request) => tenantPage(request, { meetings: MEETINGS }),
  'tenant-empty': (request) => tenantPage(request, { meetings: [] }),
  month: (request) => pickPage(request, pick),
  day: (request) => pickPage(request, { ...pick, day: '2026-12-01', with: 'berlin' }),
  'day-full': (request) => pickPage(request, { ...pick, day: '2026-12-06' }),
  'month-empty': (request) => pickPage(request, { ...pick, offered: [], next_free: '2027-01-04' }),
  'month-none': (request) => pickPage(request, { ...pick, offered: [], salespersons: PEOPLE.slice(0, 1) }),
  degraded: (request) => pickPage(request, { ...pick, unreadable: ['Ben Vancouver'], day: '2026-12-02' }),
  unreadable: (request) =>
    pickPage(request, { ...pick, offered: [], unreadable: PEOPLE.map(({ name }) => name), blind: true }),
  zone: (request) => zonePage(request, { back: (zone) => `/acme/intro-zoom?zone=${zone}` }),
  details: (request) => detailsPage(request, details),
  'details-phone': (request) =>
    detailsPage(request, {
      ...details,
      meeting: MEETINGS[2]!,
      questions: [],
      typed: { ...typed, phone: '12' },
      faults: { phone: 'badPhone' },
    }),
  'details-faults': (request) =>
    detailsPage(request, {
      ...details,
      typed: { ...typed, email: 'ada@' },
      faults: { email: 'badEmail', 'answer.topic': 'badChoice', 'answer.more': { tooLong: 4000 } },
    }),
  'details-typo': (request) => detailsPage(request, { ...details, typed, meant_email: 'ada@gmail.com' }),
  'details-taken': (request) => detailsPage(request, { ...details, typed, instead: NEAR }),
  code: (request) => codePage(request, held),
  'code-wrong': (request) =>
    codePage(request, { ...held, fault: { wrong_left: 3 }, resent: true, expires_ms: NOW_MS + 95_000 }),
  address: (request) => addressPage(request, held),
  verify: (request) => verifyPage(request, { booking: BOOKING, token: 't' }),
  confirming: (request) => confirmingPage(request, { booking: BOOKING, what: 'confirming' }),
  confirmed: (request) => confirmedPage(request, confirmed),
  'confirmed-phone': (request) =>
    confirmedPage(request, {
      ...confirmed,
      booking: { ...BOOKING, meeting: MEETINGS[2]! },
      join_url: undefined,
      phone: '+1 604 555 0100',
      after: 'moved',
    }),
  over: (request) => confirmedPage(request, { ...confirmed, over: true }),
  cancel: (request) => cancelPage(request, { booking: BOOKING, token: 't' }),
  canceled: (request) =>
    canceledPage(request, { booking: BOOKING, undo: { token: 't', until_ms: NOW_MS + 600_000 } }),
  'canceled-gone': (request) => canceledPage(request, { booking: BOOKING, gone: true }),
  'canceled-by': (request) => canceledPage(request, { booking: BOOKING, by_salesperson: true }),
  move: (request) => movePage(request, { ...month, booking: BOOKING, token: 't', day: '2026-12-03' }),
  'move-check': (request) => moveCheckPage(request, move),
  'move-taken': (request) => moveCheckPage(request, { ...move, instead: NEAR }),
  expired: (request) => endedPage(request, { booking: BOOKING, token: 'h', why: 'expired', near: NEAR }),
  failed: (request) => endedPage(request, { booking: BOOKING, token: 'h', why: 'failed', near: NEAR }),
  'link-expired': (request) => linkPage(request, { booking_id: BOOKING.booking_id, why: 'expired' }),
  'link-fresh': (request) =>
    linkPage(request, { booking_id: BOOKING.booking_id, why: 'fresh', email: 'ada', fault: 'badEmail' }),
  'link-older': olderPage,
  alert: (request) => detailsPage({ ...request, alert: 'calendar' }, { ...details, typed }),
  'link-sent': (request) => linkSentPage(request, { email: 'ada@example.com' }),
  late: (request) => latePage(request, { booking: BOOKING }),
  lost: (request) => lostPage(request),
  'lost-tenant': (request) => lostPage({ ...request, brand: undefined }),
  trouble: (request) => troublePage(request, { request_id: '0193a1b2-77' }),
  busy: (request) => troublePage(request, { wait_seconds: 30 }),
  'busy-typed': (request) =>
    troublePage(request, {
      wait_seconds: 30,
      typed: Object.entries({ name: 'Ada', 'answer.topic': 'Sales' }),
    }),
}

import { openOffer } from '../../booking/slots/offer.ts'
import { Problem } from '../../lib/problem.ts'
import { salespersonsOf } from '../../tenants/find.ts'
import { canceledPage } from '../../web/cancelPage.tsx'
import { type CodeProps, codePage } from '../../web/codePage.tsx'
import { confirmedPage } from '../../web/confirmedPage.tsx'
import { confirmingPage, verifyPage } from '../../web/confirmPage.tsx'
import { endedPage } from '../../web/endedPage.tsx'
import type { Request as Asked } from '../../web/frame.ts'
import { olderPage } from '../../web/linkPage.tsx'
import { type BookingAct, bookingPath, type Choices } from '../../web/paths.ts'
import { type BookingCall, type BookingShow, framed } from './bookingCall.ts'
import { viewOf } from './shown.ts'
import type { View } from './view.ts'

/** What is said besides the state itself. */
export interface Said {
  status?: number
  alert?: Asked['alert']
  /** Why the last code was refused. */
  fault?: CodeProps['fault']
  /** Another code was asked for too soon. */
  early?: boolean
  /** The nearest free times, where a refusal has named them. */
  near?: { from_ms: number; until_ms: number }[]
  /** An undo came too late. */
  gone?: boolean
}

/** The booking as it is now, on the page `act`: for the code, to look at, to choose anew, or to take back. */
export function stateView(it: BookingCall, act: BookingAct, said: Said = {}): Promise<View> {
  return STATES[it.visit.status](it, act, said)
}

/** The same on the page that was asked for. */
export const state =
  (act: BookingAct): BookingShow =>
  (it) =>
    stateView(it, act)

type State = (it: BookingCall, act: BookingAct, said: Said) => Promise<View>

const held: State = async (it, act, said) => {
  if (it.visit.purpose === 'verify') return verifying(it, said)
  if (it.visit.purpose !== 'hold') throw new Problem('booking_not_found', 'There is no such booking')
  const { booking, resend_ms } = it.visit
  const html = codePage(framed(it, act, { form: 'code', alert: said.alert }), {
    booking: viewOf(it.visit),
    token: it.token,
    email: booking.customer.email,
    expires_ms: Date.parse(booking.hold_expires_at_utc ?? ''),
    fault: said.fault,
    resent: it.call.query.get('after') === 'resent',
    early: said.early,
    resend_ms,
  })
  return { html, status: said.status }
}

/** The link in the letter; after another code was sent it says so. */
async function verifying(it: BookingCall, { status, alert }: Said): Promise<View> {
  if (it.visit.used) return { html: olderPage(framed(it, 'verify')), status: 409 }
  const frame = framed(it, 'verify', { form: 'verify', alert })
  return { html: verifyPage(frame, { booking: viewOf(it.visit), token: it.token }), status }
}

const confirming: State = async (it, act) => {
  const frame = framed(it, act, { choices: afterIn(it) })
  return { html: confirmingPage(frame, { booking: viewOf(it.visit), what: 'confirming' }) }
}

const confirmed: State = async (it, act, said) => {
  const { visit, services } = it
  const { booking } = visit
  const { after, start } = afterIn(it)
  if (visit.changing) return moving(it, act)
  const moved = after === 'moved' && start === booking.start_at_utc
  const frame = framed(it, act, { alert: said.alert ?? (moved ? undefined : await failureOf(it)) })
  // Whoever held the time has proven nothing: the letter may be in another's mailbox.
  const passes = visit.purpose === 'hold' ? undefined : await services.desk.pages.passes(visit)
  const html = confirmedPage(frame, {
    booking: viewOf(visit),
    email: booking.customer.email,
    phone: booking.customer.phone ?? undefined,
    after: after === 'restored' || moved ? after : undefined,
    over: Date.parse(booking.end_at_utc) <= frame.now_ms,
    ...(passes && {
      join_url: booking.join_url ?? undefined,
      ics_url: bookingPath(visit.config.tenant.slug, 'invite.ics', { token: passes.show }),
      cancel_token: passes.cancel,
      reschedule_token: passes.reschedule,
    }),
  })
  return { html, status: said.status }
}

/** Why a booking that was to be moved is not where it was to be; nothing where it was and has moved on since. */
async function failureOf(it: BookingCall): Promise<Said['alert']> {
  const { after, start } = afterIn(it)
  if (after !== 'moved' || start === undefined) return undefined
  const failed = await it.services.desk.pages.failedMove(it.visit.booking, start)
  return failed && ALERTS[failed]
}

const ALERTS = { told: 'unmoved', gone: 'changing' } as const

async function moving(it: BookingCall, act: BookingAct): Promise<View> {
  const frame = framed(it, act, { choices: afterIn(it) })
  return { html: confirmingPage(frame, { booking: viewOf(it.visit), what: 'moving' }) }
}

/** What was done before this page was shown, for when it has settled. */
function afterIn({ call: { query } }: BookingCall): Pick<Choices, 'after' | 'start'> {
  const [after, start] = [query.get('after'), query.get('start') ?? undefined]
  return after === 'moved' || after === 'restored' ? { after, start } : {}
}

const ended: State = async (it, act, said) => {
  const near = said.near ?? (await nearOf(it))
  const frame = framed(it, act, { form: 'again', alert: said.alert })
  const why = it.visit.status === 'failed' ? 'failed' : 'expired'
  const html = endedPage(frame, { booking: viewOf(it.visit), token: it.token, why, near })
  return { html, status: said.status }
}

/** None where the tenant or the meeting type is no longer offered. */
async function nearOf({ services, visit }: BookingCall) {
  const { config, type, booking } = visit
  if (!config.tenant.active || !type.active || salespersonsOf(config, type).length === 0) return []
  return services.desk.pages.near(openOffer(config, type.slug, visit.with), Date.parse(booking.start_at_utc))
}

const canceled: State = async (it, act, said) => {
  const { visit, services } = it
  const { undo_until_ms: until_ms, purpose, booking } = visit
  const frame = framed(it, act, { form: 'undo', alert: said.alert })
  const mayUndo = until_ms !== undefined && purpose !== 'hold'
  const html = canceledPage(frame, {
    booking: viewOf(visit),
    ...(mayUndo && { undo: { token: (await services.desk.pages.passes(visit)).show, until_ms } }),
    gone: said.gone,
    by_salesperson: booking.source === 'sales_manual',
  })
  return { html, status: said.status }
}

const STATES = { held, confirming, confirmed, canceled, expired: ended, failed: ended } satisfies Record<
  BookingCall['visit']['status'],
  State
>

import { Problem } from '../../lib/problem.ts'
import { addressPage } from '../../web/addressPage.tsx'
import type { FieldFault } from '../../web/field.tsx'
import { problemOf } from '../refuse.ts'
import { type BookingCall, type BookingShow, framed, guarded, seeHome } from './bookingCall.ts'
import { seeShown } from './seen.ts'
import { viewOf } from './shown.ts'
import { type Said, stateView } from './state.ts'
import { emailFault } from './typed.ts'
import type { View } from './view.ts'

/** How long a form waits for a saga before a page says that it is under way. */
export const PATIENCE_MS = 1000

/** Takes the six digits. */
export const confirmPost: BookingShow = async (it) => {
  const { visit, services, call } = it
  const code = call.form.line('code')
  const isWhole = code.replace(/\D/g, '').length === 6
  if (visit.purpose !== 'hold') return seeHome(it)
  if (visit.status !== 'held') return isWhole ? seeProven(it, code) : seeHome(it)
  if (!guarded(it, 'code')) return stateView(it, 'code', { status: 403, alert: 'stale' })
  if (!isWhole) return stateView(it, 'code', { status: 422, fault: 'short' })
  try {
    await services.desk.confirm({ booking_id: visit.booking.booking_id, code }, PATIENCE_MS)
    return await seeShown(services, visit, framed(it, 'show'))
  } catch (error) {
    const said = codeRefusal(it, error)
    return said ? stateView(it, 'code', said) : seeProven(it, code)
  }
}

/** Who presses twice, or in two tabs, has proven the address all the same. */
async function seeProven(it: BookingCall, code: string): Promise<View> {
  const { services, visit } = it
  const proven = await services.desk.pages.proves(visit.booking.booking_id, code)
  return proven ? seeShown(services, visit, framed(it, 'show')) : seeHome(it)
}

/** What is said of a code that was refused; nothing where the booking's state says it all. */
function codeRefusal({ services, call }: BookingCall, error: unknown): Said | undefined {
  const { code, status, more } = problemOf(error, services.log, call.request_id)
  const left = Number(more.tries_left)
  if (code === 'code_wrong' && left > 0) return { status, fault: { wrong_left: left } }
  if (code === 'code_wrong' || code === 'code_exhausted') return { status, fault: 'spent' }
  // Whether it is right is not known: the page looks again by itself, should it have been taken after all.
  return code === 'internal' || code === 'unavailable' ? { status, alert: 'ours' } : undefined
}

/** Sends another code. */
export const resendPost: BookingShow = async (it) => {
  if (!isHolding(it)) return seeHome(it)
  if (!guarded(it, 'code')) return stateView(it, 'code', { status: 403, alert: 'stale' })
  return sendAgain(it)
}

/** Where another address is typed. */
export const addressView: BookingShow = async (it) => (isHolding(it) ? addressForm(it) : seeHome(it))

/** Sends another code to another address; the hold stays. */
export const addressPost: BookingShow = async (it) => {
  const email = it.call.form.line('email')
  const fault = emailFault(email)
  if (!isHolding(it)) return seeHome(it)
  if (!guarded(it, 'code')) return addressForm(it, { email, status: 403, alert: 'stale' })
  if (fault !== undefined) return addressForm(it, { email, fault, status: 422 })
  return sendAgain(it, email)
}

function isHolding({ visit }: BookingCall): boolean {
  return visit.purpose === 'hold' && visit.status === 'held'
}

interface Typed extends Pick<Said, 'status' | 'alert'> {
  email?: string
  fault?: FieldFault
}

function addressForm(it: BookingCall, { email, fault, status, alert }: Typed = {}): View {
  const { booking } = it.visit
  const html = addressPage(framed(it, 'address', { form: 'code', alert }), {
    booking: viewOf(it.visit),
    token: it.token,
    email: email ?? booking.customer.email,
    expires_ms: Date.parse(booking.hold_expires_at_utc ?? ''),
    fault,
  })
  return { html, status }
}

async function sendAgain(it: BookingCall, email?: string): Promise<View> {
  try {
    await it.services.desk.pages.resend(it.visit.booking.booking_id, email)
    return seeHome(it, { after: 'resent' })
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    const { code, status, more } = error
    if (code !== 'rate_limited') return seeHome(it)
    // Without the script no button tells how long it takes.
    const early = more.retry_after_s !== undefined
    return stateView(it, 'code', early ? { status, early } : { status, alert: 'codes' })
  }
}

/** Takes the link of the letter. */
export const verifyPost: BookingShow = async (it) => {
  const { visit, services, token } = it
  if (visit.purpose !== 'verify' || visit.status !== 'held' || visit.used) return seeHome(it)
  if (!guarded(it, 'verify')) return stateView(it, 'verify', { status: 403, alert: 'stale' })
  try {
    await services.desk.confirm({ token }, PATIENCE_MS)
  } catch (error) {
    // The booking's state says what came of it.
    if (!(error instanceof Problem)) throw error
  }
  return seeShown(services, visit, framed(it, 'show'))
}

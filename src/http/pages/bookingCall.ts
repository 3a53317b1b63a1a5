import type { Visit } from '../../booking/proof/visit.ts'
import { Problem } from '../../lib/problem.ts'
import type { Request as Asked } from '../../web/frame.ts'
import { type BookingAct, bookingPath, type Choices } from '../../web/paths.ts'
import type { Services } from '../services.ts'
import { asked, type Call, zoneIn } from './call.ts'
import { see } from './seen.ts'
import type { View } from './view.ts'

/** A request for a page of one booking, by whoever bears a token of it. */
export interface BookingCall {
  services: Services
  call: Call
  token: string
  visit: Visit
}

/** What is done with it. */
export type BookingShow = (it: BookingCall) => Promise<View>

/** Forms of one page share a nonce; it is of no use for another page or another booking. */
export type Form = 'code' | 'verify' | 'cancel' | 'undo' | 'reschedule' | 'again' | 'links'

/** Looks the booking up by the token in the address. Throws as `visit`, and `booking_not_found` for another tenant's. */
export async function bookingCall(services: Services, call: Call): Promise<BookingCall> {
  const token = call.query.get('token') ?? ''
  const visit = await services.desk.pages.visit(token)
  if (visit.config.tenant.id !== call.config.tenant.id)
    throw new Problem('booking_not_found', 'There is no such booking')
  return { services, call, token, visit }
}

/** What a page of the booking is told; `act` is where it is had again. */
export function framed(
  { services, call, token, visit }: BookingCall,
  act: BookingAct,
  { form, alert, choices }: { form?: Form; alert?: Asked['alert']; choices?: Choices } = {},
): Asked {
  const zone = zoneIn(services.office, call.query)
  const nonce = form && services.desk.pages.nonces.make(form, visit.booking.booking_id)
  return asked(services, call, {
    here: bookingPath(call.config.tenant.slug, act, { ...choices, zone, token }),
    nonce,
    alert,
    of: visit.booking.customer,
  })
}

/** True when the form was shown to whoever sends it. */
export function guarded({ services, call, visit }: BookingCall, form: Form): boolean {
  return services.desk.pages.nonces.accepts(call.form.line('nonce'), form, visit.booking.booking_id)
}

/** The page on which this token shows the booking as it is. */
export function seeHome(it: BookingCall, choices: Choices = {}): View {
  const act = homeOf(it.visit)
  return see(it.call.config.tenant.slug, act, framed(it, act), { ...choices, token: it.token })
}

function homeOf({ purpose }: Visit): BookingAct {
  if (purpose === 'hold') return 'code'
  return purpose === 'verify' ? 'verify' : 'show'
}

import type { Visit } from '../../booking/proof/visit.ts'
import type { Request as Asked } from '../../web/frame.ts'
import { type BookingAct, bookingPath, type Choices } from '../../web/paths.ts'
import type { Services } from '../services.ts'
import type { Call } from './call.ts'
import type { View } from './view.ts'

/** After a hold: the page for the code, for this browser alone. */
export async function seeHeld(
  { desk }: Services,
  { config }: Call,
  booking_id: string,
  frame: Asked,
): Promise<View> {
  const token = await desk.pages.pass(config.tenant.id, booking_id, 'hold')
  return see(config.tenant.slug, 'code', frame, { token })
}

/** After something was done by somebody who has proven the address: the booking as it is now. */
export async function seeShown(
  { desk }: Services,
  { config, booking }: Visit,
  frame: Asked,
  choices: Choices = {},
): Promise<View> {
  const token = await desk.pages.pass(config.tenant.id, booking.booking_id, 'show')
  return see(config.tenant.slug, 'show', frame, { ...choices, token })
}

/** Another page of a booking, in the same zone and language. */
export function see(tenant: string, act: BookingAct, { zone, chosen }: Asked, choices: Choices): View {
  return { see: bookingPath(tenant, act, { ...choices, zone, lang: chosen.lang }) }
}

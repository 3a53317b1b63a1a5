import { Problem } from '../../lib/problem.ts'
import type { FieldFault } from '../../web/field.tsx'
import { type LinkProps, linkPage, linkSentPage, olderPage } from '../../web/linkPage.tsx'
import { bookingPath } from '../../web/paths.ts'
import type { Services } from '../services.ts'
import { type BookingCall, framed } from './bookingCall.ts'
import { asked, type Call, zoneIn } from './call.ts'
import { emailFault } from './typed.ts'
import type { Show, View } from './view.ts'

/** Where fresh links are asked for: what calendars name. Nothing is looked up, so nothing is told. */
export const linksView: Show = async (services, call) => linksForm(services, call, bookingIn(call), 'fresh')

/** Mails fresh links if the address is the booking's; says the same either way. */
export const linksPost: Show = async (services, call) => {
  const booking_id = bookingIn(call)
  const email = call.form.line('email')
  const fault = emailFault(email)
  const { pages, sendLinks } = services.desk
  if (!pages.nonces.accepts(call.form.line('nonce'), 'links', booking_id))
    return linksForm(services, call, booking_id, 'fresh', { email, status: 403, alert: 'stale' })
  if (fault !== undefined)
    return linksForm(services, call, booking_id, 'fresh', { email, fault, status: 422 })
  await sendLinks(booking_id, email)
  return {
    html: linkSentPage(asked(services, call, { here: hereOf(services, call, booking_id) }), { email }),
  }
}

function bookingIn({ query }: Call): string {
  const [id] = /^[\w-]{8,64}$/.exec(query.get('booking_id') ?? '') ?? []
  if (id === undefined) throw new Problem('booking_not_found', 'There is no such booking')
  return id
}

/** What is said of a link that has expired. */
export function expiredView(services: Services, call: Call, booking_id: string): View {
  return linksForm(services, call, booking_id, 'expired', { status: 410 })
}

/** What is said of the link of a letter after which a newer one went to another address. */
export function olderView(services: Services, call: Call): View {
  const { config, query } = call
  const token = query.get('token') ?? ''
  const here = bookingPath(config.tenant.slug, 'verify', { zone: zoneIn(services.office, query), token })
  return { html: olderPage(asked(services, call, { here })), status: 409 }
}

/** What is said of a link that has done its work. */
export function usedView(it: BookingCall): View {
  const { services, call, visit } = it
  const frame = framed(it, 'links', { form: 'links' })
  const { booking_id } = visit.booking
  const html = linkPage({ ...frame, here: hereOf(services, call, booking_id) }, { booking_id, why: 'used' })
  return { html, status: 409 }
}

interface Typed {
  email?: string
  fault?: FieldFault
  status?: number
  alert?: 'stale'
}

function linksForm(
  services: Services,
  call: Call,
  booking_id: string,
  why: LinkProps['why'],
  { email, fault, status, alert }: Typed = {},
): View {
  const nonce = services.desk.pages.nonces.make('links', booking_id)
  const frame = asked(services, call, { here: hereOf(services, call, booking_id), nonce, alert })
  return { html: linkPage(frame, { booking_id, why, email, fault }), status }
}

function hereOf({ office }: Services, { config, query }: Call, booking_id: string): string {
  return bookingPath(config.tenant.slug, 'links', { booking_id, zone: zoneIn(office, query) })
}

import type { Offer } from '../../booking/slots/offer.ts'
import { openMeetingType } from '../../tenants/find.ts'
import { meetingText } from '../../web/agents.ts'
import { type Choices, typePath, zonePath } from '../../web/paths.ts'
import { pickPage } from '../../web/pickPage.tsx'
import { zonePage } from '../../web/zonePage.tsx'
import type { Services } from '../services.ts'
import { asked, type Call, zoneIn } from './call.ts'
import { offerIn } from './scene.ts'
import { brandOf, meetingOf, peopleOf } from './shown.ts'
import type { Show } from './view.ts'

/** The calendar of a meeting type; with `.md` at its end, the same for programs. */
export const typeView: Show = (services, call) =>
  call.params.type?.endsWith('.md') ? agentsView(services, call) : pickView(services, call)

const pickView: Show = async (services, call) => {
  const { config } = call
  const { offer } = offerIn(call)
  const choices = choicesIn(services, call)
  const { slug } = offer.type
  const frame = asked(services, call, { here: typePath(config.tenant.slug, slug, choices) })
  const { unreadable, ...month } = await services.desk.pages.calendar({
    offer,
    month: choices.month ?? choices.day?.slice(0, 7),
    time_zone: frame.zone,
  })
  const html = pickPage(frame, {
    ...month,
    ...whoIn(call, offer),
    meeting: meetingOf(offer.type),
    day: choices.day?.startsWith(month.month) ? choices.day : undefined,
    with: choices.with,
    unreadable: unreadable.map(({ name }) => name),
    blind: isBlind(offer, unreadable),
    guess_zone: frame.chosen.zone === undefined,
  })
  return { html, open: true }
}

/** A choice among those who offer it, or the names of those with whom it is in any case. */
function whoIn({ config }: Call, { type }: Offer) {
  const people = peopleOf(config, type)
  return type.staffing === 'one' && people.length > 1
    ? { salespersons: people }
    : { salespersons: [], names: people.map(({ name }) => name) }
}

function isBlind({ type, salespersons }: Offer, unreadable: unknown[]): boolean {
  return unreadable.length > 0 && (type.staffing === 'all' || unreadable.length === salespersons.length)
}

const agentsView: Show = async ({ edge: { base_url } }, { config, params }) => {
  const type = openMeetingType(config, params.type?.replace(/\.md$/, '') ?? '')
  const { questions, hold_minutes } = type
  const text = meetingText({
    brand: brandOf(config.tenant),
    base_url,
    meeting: meetingOf(type),
    salespersons: peopleOf(config, type),
    questions,
    hold_minutes,
  })
  return { text, type: 'text/markdown; charset=utf-8' }
}

/** The list of zones that leads back to the calendar. */
export const zoneView: Show = async (services, call) => {
  const tenant = call.config.tenant.slug
  const { slug } = offerIn(call).offer.type
  const choices = choicesIn(services, call)
  const frame = asked(services, call, { here: zonePath(tenant, slug, choices) })
  const back = (zone: string) => typePath(tenant, slug, { ...choices, zone, lang: frame.chosen.lang })
  return { html: zonePage(frame, { back }), open: true }
}

/** What was chosen so far, as far as it can be. */
function choicesIn({ office }: Services, call: Call): Choices {
  const { query } = call
  return {
    month: monthIn(query),
    day: dayIn(query),
    zone: zoneIn(office, query),
    with: offerIn(call).salesperson?.slug,
  }
}

/** The month that the address names, `YYYY-MM`. */
export function monthIn(query: URLSearchParams): string | undefined {
  return /^[1-9]\d{3}-(0[1-9]|1[0-2])$/.exec(query.get('month') ?? '')?.[0]
}

/** The day that the address names, `YYYY-MM-DD`. */
export function dayIn(query: URLSearchParams): string | undefined {
  const [day] = /^[1-9]\d{3}-\d\d-\d\d$/.exec(query.get('day') ?? '') ?? []
  if (day === undefined) return undefined
  const at = new Date(`${day}T00:00:00Z`)
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(day) ? day : undefined
}

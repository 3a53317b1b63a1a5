import { openOffer } from '../../booking/slots/offer.ts'
import { Problem } from '../../lib/problem.ts'
import { type DetailsProps, detailsPage } from '../../web/detailsPage.tsx'
import type { Request as Asked } from '../../web/frame.ts'
import { typePath } from '../../web/paths.ts'
import { problemOf } from '../refuse.ts'
import type { Services } from '../services.ts'
import type { Call } from './call.ts'
import { spansOf } from './instant.ts'
import { type Scene, sceneOf } from './scene.ts'
import { seeHeld } from './seen.ts'
import { meetingOf } from './shown.ts'
import { type Details, readDetails } from './typed.ts'
import type { Show, View } from './view.ts'

/** The form for one time. When that time is gone already it says so at once and offers the nearest. */
export const detailsView: Show = async (services, call) => {
  const scene = sceneOf(services, call)
  if (scene === undefined) return { see: calendarOf(call) }
  const empty = { ...readDetails(call.form, scene.offer.type), faults: {} }
  return shown(scene, empty, await standing(services, scene))
}

/** Holds the time for whoever has filled in the form, or shows it again with all that was typed. */
export const detailsPost: Show = async (services, call) => {
  const scene = sceneOf(services, call)
  if (scene === undefined) return { see: calendarOf(call) }
  const { pages } = services.desk
  const details = readDetails(call.form, scene.offer.type)
  const { faults, meant_email } = details
  if (!pages.nonces.accepts(call.form.line('nonce'), ...scene.view))
    return shown(scene, { ...details, faults: {} }, { status: 403, alert: 'stale' })
  if (Object.keys(faults).length > 0 || meant_email !== undefined)
    return shown(scene, details, { status: 422 })
  try {
    const wish = wishOf(scene, details)
    // Whoever sends a form may write any key into it: none of those that programs hold under.
    const booking_id = await pages.hold(call.config.tenant.slug, `form:${scene.key}`, wish)
    return seeHeld(services, call, booking_id, scene.frame)
  } catch (error) {
    return shown(scene, details, await refused(services, scene, error))
  }
}

function calendarOf({ config, params, query }: Call): string {
  return typePath(config.tenant.slug, params.type ?? '', { with: query.get('with') ?? undefined })
}

/** How the form stands: what is said above it, and which times are offered instead. */
interface Stand {
  status?: number
  alert?: Asked['alert']
  instead?: DetailsProps['instead']
  /** What is offered instead is not of the salesperson who was asked for. */
  anyone?: boolean
}

/** Looks whether the time can still be had, as far as listings know. */
async function standing(services: Services, scene: Scene): Promise<Stand> {
  const { free, readable } = await services.desk.pages.lookUp(scene.offer, scene.start_ms)
  if (free) return {}
  return readable ? { instead: await nearest(services, scene) } : blind(services, scene, 200)
}

/** What was refused, in the words of the page. What is no fault of the customer's is logged. */
async function refused(services: Services, scene: Scene, error: unknown): Promise<Stand> {
  const { code, status, more } = problemOf(error, services.log, scene.call.request_id)
  if (code === 'slot_taken' || code === 'slot_not_offered')
    return { status, instead: spansOf(scene.offer.type, more.alternatives) }
  if (code === 'calendar_unavailable') return blind(services, scene, status)
  if (error instanceof Problem && status === 404) throw error
  return { status, alert: 'ours' }
}

/** A calendar cannot be read: what the others have is offered. */
async function blind(services: Services, scene: Scene, status: number): Promise<Stand> {
  const { config, type } = scene.offer
  const anyone = openOffer(config, type.slug)
  const instead = await services.desk.pages.near(anyone, scene.start_ms)
  return { status, alert: 'calendar', ...(instead.length > 0 && { instead, anyone: true }) }
}

function nearest({ desk }: Services, { offer, start_ms }: Scene) {
  return desk.pages.near(offer, start_ms)
}

function wishOf({ offer, salesperson, start_ms, frame }: Scene, { typed, answers }: Details) {
  const { name, email, phone } = typed
  return {
    meeting_type: offer.type.slug,
    start_at_utc: new Date(start_ms).toISOString(),
    ...(salesperson && { salesperson: salesperson.slug }),
    customer: { name, email, ...(phone && { phone }), time_zone: frame.zone, locale: frame.locale },
    answers,
  }
}

function shown(scene: Scene, details: Details, { status, alert, instead, anyone }: Stand): View {
  const { offer, salesperson, start_ms, frame, key } = scene
  const { type } = offer
  const { typed, faults, meant_email } = details
  const html = detailsPage(
    { ...frame, alert },
    {
      meeting: meetingOf(type),
      span: { from_ms: start_ms, until_ms: start_ms + type.length_minutes * 60_000 },
      salesperson: anyone ? undefined : salesperson,
      questions: type.questions,
      typed,
      faults,
      meant_email,
      instead,
      hold_minutes: type.hold_minutes,
      key,
    },
  )
  return { html, status }
}

import { Problem } from '../../lib/problem.ts'
import { moveCheckPage, movePage } from '../../web/movePage.tsx'
import { bookingPath } from '../../web/paths.ts'
import { zonePage } from '../../web/zonePage.tsx'
import { type BookingCall, type BookingShow, framed, guarded, seeHome } from './bookingCall.ts'
import { late } from './cancel.ts'
import { instantIn, spansOf } from './instant.ts'
import { usedView } from './links.ts'
import { dayIn, monthIn } from './pick.ts'
import { PATIENCE_MS } from './prove.ts'
import { seeShown } from './seen.ts'
import { viewOf } from './shown.ts'
import { type Said, stateView } from './state.ts'
import type { View } from './view.ts'

/** The calendar for a new time, and once one is chosen, the old time beside the new. */
export const moveView: BookingShow = async (it) => {
  const refusal = await refusalOf(it)
  if (refusal) return refusal
  const start_ms = instantIn(it.call.query.get('start') ?? '')
  return start_ms === undefined ? calendarView(it) : checkView(it, start_ms)
}

async function refusalOf(it: BookingCall): Promise<View | undefined> {
  const { visit } = it
  if (visit.purpose !== 'reschedule') return seeHome(it)
  if (visit.status !== 'confirmed' || visit.changing) return stateView(it, 'reschedule')
  if (visit.used) return usedView(it)
  if (visit.returning) return stateView(it, 'reschedule', { alert: 'changing' })
  return visit.open.reschedule ? undefined : late(it)
}

async function calendarView(it: BookingCall): Promise<View> {
  const { services, visit, token } = it
  const { query } = it.call
  const day = dayIn(query)
  const choices = { month: monthIn(query), day }
  const frame = framed(it, 'reschedule', { choices })
  const { desk } = services
  const { unreadable, ...month } = await desk.pages.calendar({
    offer: await desk.pages.offerToMove(visit.booking),
    month: choices.month ?? day?.slice(0, 7),
    time_zone: frame.zone,
  })
  const html = movePage(unreadable.length > 0 ? { ...frame, alert: 'calendar' } : frame, {
    ...month,
    day: day?.startsWith(month.month) ? day : undefined,
    booking: viewOf(visit),
    token,
  })
  return { html }
}

async function checkView(it: BookingCall, start_ms: number, said: Said = {}): Promise<View> {
  const { services, visit, token, call } = it
  const { desk, office } = services
  const offer = await desk.pages.offerToMove(visit.booking)
  const { free, readable } = await desk.pages.lookUp(offer, start_ms)
  const gone = said.near ?? (free || !readable ? undefined : await desk.pages.near(offer, start_ms))
  const choices = { start: new Date(start_ms).toISOString() }
  const alert = said.alert ?? (readable ? undefined : 'calendar')
  const html = moveCheckPage(framed(it, 'reschedule', { form: 'reschedule', alert, choices }), {
    booking: viewOf(visit),
    token,
    to: { from_ms: start_ms, until_ms: start_ms + visit.type.length_minutes * 60_000 },
    key: call.form.line('key') || office.entropy.id(),
    instead: gone,
  })
  return { html, status: said.status }
}

/** Moves the booking. */
export const movePost: BookingShow = async (it) => {
  const { visit, services, call, token } = it
  const start_ms = instantIn(call.form.line('start'))
  const [key] = /^[\w-]{16,64}$/.exec(call.form.line('key')) ?? []
  if (visit.purpose !== 'reschedule' || start_ms === undefined || key === undefined) return seeHome(it)
  if (visit.status !== 'confirmed') return stateView(it, 'show')
  if (!guarded(it, 'reschedule')) return checkView(it, start_ms, { status: 403, alert: 'stale' })
  const start_at_utc = new Date(start_ms).toISOString()
  try {
    await services.desk.reschedule(`${key}:${start_ms}`, { token, start_at_utc }, PATIENCE_MS)
  } catch (error) {
    const refusal = await refused(it, start_ms, error)
    if (refusal) return refusal
  }
  return seeShown(services, visit, framed(it, 'show'), { after: 'moved', start: start_at_utc })
}

/** What is said of a move that was refused; nothing where it has begun and the booking's state says the rest. */
async function refused(it: BookingCall, start_ms: number, error: unknown): Promise<View | undefined> {
  if (!(error instanceof Problem)) throw error
  const { code, status, more } = error
  if (code === 'slot_taken' || code === 'slot_not_offered')
    return checkView(it, start_ms, { status, near: spansOf(it.visit.type, more.alternatives) })
  if (code === 'calendar_unavailable') return checkView(it, start_ms, { status, alert: 'calendar' })
  if (code === 'notice_too_short') return late(it)
  if (code === 'token_used') return usedView(it)
  if (code === 'wrong_state') return stateView(it, 'show', { status, alert: 'changing' })
  return undefined
}

/** The list of zones that leads back to the calendar for a new time. */
export const moveZonesView: BookingShow = async (it) => {
  const { call, token } = it
  const choices = { month: monthIn(call.query), day: dayIn(call.query) }
  const frame = framed(it, 'zones', { choices })
  const back = (zone: string) =>
    bookingPath(call.config.tenant.slug, 'reschedule', { ...choices, zone, lang: frame.chosen.lang, token })
  return { html: zonePage(frame, { back }) }
}

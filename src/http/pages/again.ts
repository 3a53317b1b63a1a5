import { Problem } from '../../lib/problem.ts'
import { type BookingShow, framed, guarded, seeHome } from './bookingCall.ts'
import { instantIn, spansOf } from './instant.ts'
import { seeHeld } from './seen.ts'
import { stateView } from './state.ts'

/** Holds another time for a booking that has ended, with all that was typed. */
export const againPost: BookingShow = async (it) => {
  const { visit, services, call } = it
  const start_ms = instantIn(call.form.line('start'))
  if ((visit.status !== 'expired' && visit.status !== 'failed') || start_ms === undefined) return seeHome(it)
  if (!guarded(it, 'again')) return stateView(it, 'show', { status: 403, alert: 'stale' })
  try {
    const start_at_utc = new Date(start_ms).toISOString()
    const booking_id = await services.desk.pages.holdAgain(visit, start_at_utc)
    return await seeHeld(services, call, booking_id, framed(it, 'code'))
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    const { code, status, more } = error
    if (code === 'slot_taken' || code === 'slot_not_offered')
      return stateView(it, 'show', { status, near: spansOf(visit.type, more.alternatives) })
    if (code === 'calendar_unavailable') return stateView(it, 'show', { status, alert: 'calendar' })
    throw error
  }
}

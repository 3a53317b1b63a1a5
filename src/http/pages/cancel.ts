import { Problem } from '../../lib/problem.ts'
import { cancelPage } from '../../web/cancelPage.tsx'
import type { FieldFault } from '../../web/field.tsx'
import { latePage } from '../../web/linkPage.tsx'
import { type BookingCall, type BookingShow, framed, guarded, seeHome } from './bookingCall.ts'
import { usedView } from './links.ts'
import { PATIENCE_MS } from './prove.ts'
import { seeShown } from './seen.ts'
import { viewOf } from './shown.ts'
import { type Said, stateView } from './state.ts'
import type { View } from './view.ts'

/** Says what canceling will do. */
export const cancelView: BookingShow = async (it) => {
  const { visit } = it
  if (visit.purpose !== 'cancel') return seeHome(it)
  if (visit.status !== 'confirmed') return stateView(it, 'cancel')
  if (visit.used) return usedView(it)
  return visit.open.cancel ? cancelForm(it) : late(it)
}

/** Cancels. */
export const cancelPost: BookingShow = async (it) => {
  const { visit, services, call, token } = it
  const reason = call.form.text('reason')
  if (visit.purpose !== 'cancel') return seeHome(it)
  if (visit.status !== 'confirmed') return stateView(it, 'cancel')
  if (!guarded(it, 'cancel')) return cancelForm(it, { reason, status: 403, alert: 'stale' })
  if (reason.length > LONGEST) return cancelForm(it, { reason, fault: { tooLong: LONGEST }, status: 422 })
  try {
    await services.desk.cancel(token, reason || undefined)
    return await seeShown(services, visit, framed(it, 'show'))
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    if (error.code === 'token_used') return usedView(it)
    if (error.code === 'notice_too_short') return late(it)
    return cancelForm(it, { reason, status: error.status, alert: 'changing' })
  }
}

const LONGEST = 1000

interface Typed extends Pick<Said, 'status' | 'alert'> {
  reason?: string
  fault?: FieldFault
}

function cancelForm(it: BookingCall, { reason, fault, status, alert }: Typed = {}): View {
  const frame = framed(it, 'cancel', { form: 'cancel', alert })
  return { html: cancelPage(frame, { booking: viewOf(it.visit), token: it.token, reason, fault }), status }
}

/** The notice for changes is over, or the meeting itself. */
export async function late(it: BookingCall): Promise<View> {
  const { visit, services } = it
  if (Date.parse(visit.booking.end_at_utc) <= services.office.clock.now_ms()) return stateView(it, 'show')
  return { html: latePage(framed(it, 'show'), { booking: viewOf(visit) }), status: 409 }
}

/** Takes a cancellation back. */
export const undoPost: BookingShow = async (it) => {
  const { visit, services } = it
  const { tenant } = visit.config
  if (visit.purpose === 'hold' || visit.status !== 'canceled') return seeHome(it)
  if (!guarded(it, 'undo')) return stateView(it, 'show', { status: 403, alert: 'stale' })
  try {
    const which = { tenant_id: tenant.id, booking_id: visit.booking.booking_id }
    await services.desk.restore(which, PATIENCE_MS)
  } catch (error) {
    const said = undoRefusal(error)
    if (said) return stateView(it, 'show', said)
  }
  return seeShown(services, visit, framed(it, 'show'), { after: 'restored' })
}

/** What is said of an undo that was refused; nothing where it has begun and the booking's state says the rest. */
function undoRefusal(error: unknown): Said | undefined {
  if (!(error instanceof Problem)) throw error
  const { code, status } = error
  if (code === 'slot_taken' || code === 'slot_not_offered') return { status, gone: true }
  if (code === 'calendar_unavailable') return { status, alert: 'calendar' }
  return code === 'wrong_state' ? { status, alert: 'changing' } : undefined
}

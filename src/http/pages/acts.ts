import { Problem } from '../../lib/problem.ts'
import { againPost } from './again.ts'
import { type BookingShow, bookingCall, seeHome } from './bookingCall.ts'
import { cancelPost, cancelView, undoPost } from './cancel.ts'
import { expiredView, linksPost, linksView, olderView } from './links.ts'
import { movePost, moveView, moveZonesView } from './move.ts'
import { addressPost, addressView, confirmPost, resendPost, verifyPost } from './prove.ts'
import { state } from './state.ts'
import type { Show } from './view.ts'

const inviteView: BookingShow = async ({ services, visit }) => {
  if (visit.purpose === 'hold') throw new Problem('booking_not_found', 'There is no such booking')
  const text = await services.desk.pages.invite(visit)
  return { text, type: 'text/calendar; charset=utf-8', name: 'invite.ics' }
}

/** Where a form was posted there is a page too, for who asks for its address. */
const home: BookingShow = async (it) => seeHome(it)

const VIEWS: Record<string, BookingShow> = {
  code: state('code'),
  show: state('show'),
  verify: state('verify'),
  address: addressView,
  cancel: cancelView,
  reschedule: moveView,
  zones: moveZonesView,
  'invite.ics': inviteView,
  confirm: home,
  resend: home,
  again: home,
  undo: home,
}

const POSTS: Record<string, BookingShow> = {
  confirm: confirmPost,
  resend: resendPost,
  address: addressPost,
  verify: verifyPost,
  cancel: cancelPost,
  undo: undoPost,
  reschedule: movePost,
  again: againPost,
}

/** The pages of a booking. */
export const bookingView: Show = (services, call) =>
  call.params.act === 'links' ? linksView(services, call) : byToken(VIEWS)(services, call)

/** Their forms. */
export const bookingPost: Show = (services, call) =>
  call.params.act === 'links' ? linksPost(services, call) : byToken(POSTS)(services, call)

function byToken(acts: Record<string, BookingShow>): Show {
  return async (services, call) => {
    const act = call.params.act ?? ''
    const show = Object.hasOwn(acts, act) ? acts[act] : undefined
    if (show === undefined) throw new Problem('not_found', 'There is nothing at this address')
    try {
      return await show(await bookingCall(services, call))
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      const { code, more } = error
      if (code === 'token_used') return olderView(services, call)
      if (code !== 'token_expired' || typeof more.booking_id !== 'string') throw error
      return expiredView(services, call, more.booking_id)
    }
  }
}

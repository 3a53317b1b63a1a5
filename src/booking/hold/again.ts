import { Problem } from '../../lib/problem.ts'
import type { Visit } from '../proof/visit.ts'
import type { HoldForm } from './form.ts'

/**
 * Holds another time with all that the customer of an ended booking has typed, and answers the id of the new booking.
 * Asked twice for one time it is one hold. Throws as `hold` does, and `wrong_state` while the booking lives.
 */
export async function holdAgain(hold: HoldForm, visit: Visit, start_at_utc: string): Promise<string> {
  const { config, type, booking, status } = visit
  if (status !== 'expired' && status !== 'failed')
    throw new Problem('wrong_state', `A booking that is ${status} has its time.`, { booking_status: status })
  const { phone, ...customer } = booking.customer
  return hold(config.tenant.slug, `again:${booking.booking_id}:${start_at_utc}`, {
    meeting_type: type.slug,
    start_at_utc,
    salesperson: visit.with,
    customer: { ...customer, ...(phone !== null && { phone }) },
    answers: booking.answers,
  })
}

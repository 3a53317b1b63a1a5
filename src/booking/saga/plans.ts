import type { SagaKind } from '../../db/tables/sagas.ts'
import type { Booking } from '../advance.ts'
import { cancelPlan } from './cancelPlan.ts'
import { confirmPlan } from './confirmPlan.ts'
import { followPlan } from './followPlan.ts'
import { reschedulePlan } from './reschedulePlan.ts'
import type { Plan } from './saga.ts'

const PLANS: Record<SagaKind, (location: Booking['location']['kind']) => Plan> = {
  confirm: confirmPlan,
  reschedule: reschedulePlan,
  cancel: cancelPlan,
  follow: followPlan,
}

/** The steps of a saga, in order, for the kind of place where this booking meets. */
export function planOf(kind: SagaKind, booking: Booking): Plan {
  return PLANS[kind](booking.location.kind)
}

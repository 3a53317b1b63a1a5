import type { NewJob } from '../../jobs/enqueue.ts'
import type { Booking } from '../advance.ts'
import type { Plan } from './saga.ts'

type Whose = Pick<Booking, 'id' | 'tenant_id'>

/** The job that runs a saga; one that waits already absorbs it. */
export function sagaJob(plan: Plan, booking: Whose, saga_id: string): NewJob {
  return {
    kind: plan.job,
    tenant_id: booking.tenant_id,
    key: booking.id,
    payload: { saga_id },
    priority: 10,
  }
}

/** The job that takes one step of a booking's saga back. */
export function compensationJob(booking: Whose, compensation_id: string): NewJob {
  return {
    kind: 'compensate',
    tenant_id: booking.tenant_id,
    key: booking.id,
    payload: { compensation_id },
    priority: 20,
  }
}

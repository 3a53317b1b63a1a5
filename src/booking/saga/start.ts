import { eq } from 'drizzle-orm'
import type { Db } from '../../db/database.ts'
import type { SagaKind, StepRecord } from '../../db/tables/sagas.ts'
import { enqueue } from '../../jobs/enqueue.ts'
import { nowOf } from '../../lib/clock.ts'
import { Problem } from '../../lib/problem.ts'
import type { TenantConfig } from '../../tenants/tenantConfig.ts'
import type { Booking } from '../advance.ts'
import type { Context } from '../context.ts'
import { findBooking } from '../find.ts'
import { Refused } from '../hold/refused.ts'
import { type PublicBooking, present } from '../present.ts'
import { sagaJob } from './jobs.ts'
import { planOf } from './plans.ts'
import type { Saga } from './saga.ts'

/** What a caller hears of a change that a saga brings about. */
export interface Outcome {
  /** False while the saga still runs: the caller gets 202 and looks again. */
  settled: boolean
  booking: PublicBooking
}

/** Writes a saga down and enqueues it, in the transaction of its cause. The booking already names it. */
export function startSaga(
  tx: Db,
  ctx: Context,
  booking: Booking,
  start: Omit<Start, 'booking'>,
): Promise<void> {
  return startSagas(tx, ctx, [{ booking, ...start }])
}

/** A saga that is to begin. */
interface Start {
  booking: Booking
  id: string
  kind: SagaKind
  context?: Record<string, unknown>
  /** The span of the request, where several begin together. */
  traceparent?: string
}

/** The same for many, in one flight. */
export async function startSagas(tx: Db, ctx: Context, starts: Start[]): Promise<void> {
  const rows = starts.map((start) => rowOf(ctx, start))
  const jobs = starts.map(({ booking, id, kind, traceparent }) => ({
    ...sagaJob(planOf(kind, booking), booking, id),
    traceparent,
  }))
  await Promise.all([tx.insertAll(tx.t.sagas, rows), enqueue(tx, ctx.clock, 'outbox_jobs', jobs)])
}

function rowOf(ctx: Context, { booking, id, kind, context = {} }: Start): Saga {
  const now = nowOf(ctx.clock)
  const plan = planOf(kind, booking)
  const steps = plan.steps.map(({ name }): StepRecord => ({ step: name, state: 'pending', attempts: 0 }))
  return {
    id,
    tenant_id: booking.tenant_id,
    booking_id: booking.id,
    kind,
    revision: booking.revision,
    status: 'running',
    version: 0,
    context,
    steps,
    error: null,
    created_at_utc: now,
    updated_at_utc: now,
  }
}

const PATIENCE_MS = 8000
/** How often the row is read while another process may be running the saga. */
const LOOK_MS = 400

/**
 * Waits for a saga for at most 8 s, or as long as is said, and presents the booking as it is then. A saga that gave up
 * is a problem; one that found the calendar taken is `Refused`, so that the caller can offer other times.
 */
export async function outcomeOf(
  ctx: Context,
  config: TenantConfig,
  saga_id: string,
  patience_ms = PATIENCE_MS,
): Promise<Outcome> {
  const deadline_ms = ctx.clock.now_ms() + patience_ms
  for (;;) {
    const left_ms = deadline_ms - ctx.clock.now_ms()
    const told = await ctx.settled.wait(saga_id, Math.min(LOOK_MS, Math.max(0, left_ms)))
    if (told) return { settled: true, booking: present(config, told) }
    const [saga] = await ctx.db.q.select().from(ctx.db.t.sagas).where(eq(ctx.db.t.sagas.id, saga_id))
    if (saga!.status === 'running' && left_ms > 0) continue
    if (saga!.status !== 'running' && saga!.status !== 'done') throw gaveUp(saga!)
    const booking = await findBooking(ctx.db, saga!.booking_id)
    return { settled: saga!.status === 'done', booking: present(config, booking) }
  }
}

function gaveUp({ kind, error }: Saga): Problem | Refused {
  if (error?.startsWith('slot_busy')) return new Refused('busy')
  if (kind !== 'reschedule')
    return new Problem(
      'confirmation_failed',
      'The meeting could not be set up. We have sent you other times by mail.',
    )
  // No letter goes out then: what the deletion means is for the reconciliation to say.
  const gone = error?.startsWith('event_gone')
  return new Problem(
    'confirmation_failed',
    gone
      ? 'The meeting could not be moved: it has been taken out of the calendar meanwhile.'
      : 'The meeting could not be moved and stays where it was. We have sent you other times by mail.',
  )
}

import { and, asc, eq, inArray } from 'drizzle-orm'
import type { Db } from '../../db/database.ts'
import type { Tables } from '../../db/schema.ts'
import { enqueue } from '../../jobs/enqueue.ts'
import { nowOf } from '../../lib/clock.ts'
import { compensationJob } from './jobs.ts'
import { count, keepAll } from './keep.ts'
import type { Plan, Run } from './saga.ts'

type Compensation = Tables['saga_compensations']['$inferSelect']

/**
 * Ends a saga that cannot go on: our own tables at once, what was made outside by jobs, in reverse. A saga that takes
 * away has nothing to undo: it is left to a person, and to the sweep.
 */
export async function compensate(tx: Db, run: Run, plan: Plan, reason: string): Promise<void> {
  run.saga.error = reason
  await keepAll(tx, [{ run, status: plan.goes_on ? 'stuck' : 'undoing' }])
  await plan.giveUp(tx, run, reason)
  if (plan.goes_on) return plan.undone(tx, run)
  await tx.insertAll(tx.t.saga_compensations, compensationsOf(run, plan, reason))
  await goOn(tx, run, plan)
}

/** One row for each step that was done, or may have been, the last one first. What was refused is not undone. */
function compensationsOf({ ctx, saga }: Run, plan: Plan, reason: string): Compensation[] {
  const now = nowOf(ctx.clock)
  const tried = plan.steps.filter((step, position) => {
    const { state } = saga.steps[position]!
    return step.undo !== undefined && (state === 'done' || state === 'intended')
  })
  return tried.reverse().map((step, position) => ({
    id: ctx.entropy.id(),
    saga_id: saga.id,
    tenant_id: saga.tenant_id,
    booking_id: saga.booking_id,
    step: step.name,
    reason: reason.slice(0, 300),
    position,
    state: 'pending' as const,
    attempts: 0,
    last_error: null,
    created_at_utc: now,
    updated_at_utc: now,
  }))
}

/**
 * Has what died be undone again, as an admin wishes: all of the booking, because its compensations share a key, and of
 * several that are retried at once one job is left. Those of another saga follow when the sweep finds it without a job.
 */
export async function undoAgain(tx: Db, run: Run, plan: Plan): Promise<void> {
  const { saga_compensations: rows, sagas } = tx.t
  const updated_at_utc = nowOf(run.ctx.clock)
  const ofBooking = tx.q.select({ id: sagas.id }).from(sagas).where(eq(sagas.booking_id, run.booking.id))
  const again = await tx.q
    .update(rows)
    .set({ state: 'pending', updated_at_utc })
    .where(and(inArray(rows.saga_id, ofBooking), eq(rows.state, 'dead')))
    .returning({ id: rows.saga_id })
  const ids = again.map(({ id }) => id)
  await tx.q.update(sagas).set({ status: 'undoing', updated_at_utc }).where(inArray(sagas.id, ids))
  await goOn(tx, run, plan)
}

/** Enqueues the next compensation of a saga, or closes it when none is left. */
export async function goOn(tx: Db, run: Run, plan: Plan): Promise<void> {
  const { saga_compensations: rows, sagas } = tx.t
  const all = await tx.q.select().from(rows).where(eq(rows.saga_id, run.saga.id)).orderBy(asc(rows.position))
  const next = all.find((row) => row.state === 'pending')
  if (next) {
    return enqueue(tx, run.ctx.clock, 'outbox_jobs', [compensationJob(run.booking, next.id)])
  }
  const status = all.some((row) => row.state === 'dead') ? 'stuck' : 'undone'
  await tx.q
    .update(sagas)
    .set({ status, updated_at_utc: nowOf(run.ctx.clock) })
    .where(eq(sagas.id, run.saga.id))
  count(run, status)
  await plan.undone(tx, run)
}

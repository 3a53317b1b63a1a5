import { and, eq, inArray, lt, notExists, type SQL, sql } from 'drizzle-orm'
import type { Db } from '../../db/database.ts'
import { enqueue } from '../../jobs/enqueue.ts'
import { is } from '../../jobs/status.ts'
import type { Clock } from '../../lib/clock.ts'
import { compensationJob, sagaJob } from './jobs.ts'
import { planOf } from './plans.ts'

/** So long a saga stands still before anyone suspects that its job is lost. */
const STILL_MS = 10 * 60_000
const MOST = 200
const KINDS = ['run_saga', 'run_saga_until_done', 'compensate'] as const

/** Gives a job back to each saga that has none, whoever took it away: no booking stays in the middle for ever. */
export async function reviveSagas(tx: Db, clock: Clock): Promise<void> {
  const { sagas, bookings, outbox_jobs: jobs, saga_compensations: rows } = tx.t
  const job = (state: SQL) =>
    tx.q
      .select({ id: jobs.id })
      .from(jobs)
      .where(and(state, inArray(jobs.kind, [...KINDS]), eq(jobs.key, sagas.booking_id)))
  const stranded = await tx.q
    .select({ saga: sagas, booking: bookings, compensation_id: rows.id })
    .from(sagas)
    .innerJoin(bookings, eq(bookings.id, sagas.booking_id))
    .leftJoin(rows, and(eq(rows.saga_id, sagas.id), eq(rows.state, 'pending')))
    .where(
      and(
        // Written as the index has it, which knows the few that are open among the many that have ended.
        sql`${sagas.status} in ('running', 'undoing')`,
        lt(sagas.updated_at_utc, new Date(clock.now_ms() - STILL_MS)),
        notExists(job(is.pending)),
        notExists(job(is.running)),
      ),
    )
    .orderBy(sagas.id, rows.position)
    .limit(MOST)
  const wanted = stranded.flatMap(({ saga, booking, compensation_id }) => {
    if (saga.status === 'running') return [sagaJob(planOf(saga.kind, booking), booking, saga.id)]
    return compensation_id === null ? [] : [compensationJob(booking, compensation_id)]
  })
  // Of several compensations of one saga the first comes first; the others follow it.
  const first = new Map(wanted.toReversed().map((one) => [one.key, one]))
  await enqueue(tx, clock, 'outbox_jobs', [...first.values()])
}

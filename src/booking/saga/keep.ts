import { and, eq } from 'drizzle-orm'
import type { Db } from '../../db/database.ts'
import type { SagaStatus } from '../../db/tables/sagas.ts'
import { nowOf } from '../../lib/clock.ts'
import { type Run, SagaMoved } from './saga.ts'

/**
 * Writes down where a running saga stands, with all that its steps have made, in the caller's transaction. Throws
 * `SagaMoved` when another has written since this run was loaded.
 */
export async function keep(tx: Db, run: Run, status: SagaStatus): Promise<void> {
  const { sagas } = tx.t
  const { id, version, steps, error } = run.saga
  const [kept] = await tx.q
    .update(sagas)
    .set({ steps, status, error, version: version + 1, updated_at_utc: nowOf(run.ctx.clock) })
    .where(and(eq(sagas.id, id), eq(sagas.status, 'running'), eq(sagas.version, version)))
    .returning({ id: sagas.id })
  if (!kept) throw new SagaMoved()
  if (status === 'done' || status === 'stuck') count(run, status)
  for (const store of run.unkept) await store(tx)
}

/** Counts a saga that has ended, and how long a customer waited for a confirmation. */
export function count({ ctx, saga }: Run, outcome: 'done' | 'undone' | 'stuck'): void {
  ctx.metrics.count('holdfast_sagas_total', { kind: saga.kind, outcome })
  if (saga.kind !== 'confirm' || outcome !== 'done') return
  const took_ms = ctx.clock.now_ms() - saga.created_at_utc.getTime()
  ctx.metrics.observe('holdfast_confirmation_duration_seconds', {}, took_ms / 1000)
}

import type { Db } from '../../db/database.ts'
import type { SagaStatus } from '../../db/tables/sagas.ts'
import { nowOf } from '../../lib/clock.ts'
import { type Run, SagaMoved } from './saga.ts'

/**
 * Writes down where running sagas stand, with all that their steps have made, in the caller's transaction. Throws
 * `SagaMoved` when another has written to one of them since it was loaded.
 */
export async function keepAll(tx: Db, entries: { run: Run; status: SagaStatus }[]): Promise<void> {
  const { sagas, graph_events, zoom_meetings } = tx.t
  const kept = await tx.changeAll(
    sagas,
    entries.map(({ run, status }) => changeOf(run, status)),
  )
  if (kept.size < entries.length) throw new SagaMoved()
  const made = entries.flatMap(({ run }) => run.unkept)
  await Promise.all([
    tx.upsertAll(zoom_meetings, 'booking_id', lastOf(made.flatMap(({ meeting }) => meeting ?? []))),
    tx.upsertAll(graph_events, 'booking_id', lastOf(made.flatMap(({ event }) => event ?? []))),
  ])
  for (const { run, status } of entries) if (status === 'done' || status === 'stuck') count(run, status)
}

function changeOf({ ctx, saga: { id, version, steps, error } }: Run, status: SagaStatus) {
  const set = { steps, status, error, version: version + 1, updated_at_utc: nowOf(ctx.clock) }
  return { was: { id, status: 'running' as const, version }, set }
}

/** One statement cannot meet the same row twice. */
function lastOf<Row extends { booking_id: string }>(rows: Row[]): Row[] {
  return [...new Map(rows.map((row) => [row.booking_id, row])).values()]
}

/** Counts a saga that has ended, and how long a customer waited for a confirmation. */
export function count({ ctx, saga }: Run, outcome: 'done' | 'undone' | 'stuck'): void {
  ctx.metrics.count('holdfast_sagas_total', { kind: saga.kind, outcome })
  if (saga.kind !== 'confirm' || outcome !== 'done') return
  const took_ms = ctx.clock.now_ms() - saga.created_at_utc.getTime()
  ctx.metrics.observe('holdfast_confirmation_duration_seconds', {}, took_ms / 1000)
}

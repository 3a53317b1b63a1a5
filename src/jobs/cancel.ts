import { and, eq } from 'drizzle-orm'
import type { Database } from '../db/database.ts'
import type { QueueName } from '../db/queue.ts'
import { type Clock, nowOf } from '../lib/clock.ts'
import { Problem } from '../lib/problem.ts'
import { findRow, type JobId } from './show.ts'
import { is } from './status.ts'
import type { Witness } from './witness.ts'

/** Cancels a pending job. Throws `not_found`, and `conflict` when it is not pending (any more). */
export function cancelJob(
  db: Database,
  clock: Clock,
  queue: QueueName,
  which: JobId,
  witness?: Witness,
): Promise<void> {
  return db.transaction(async (tx) => {
    const { id } = await findRow(tx, queue, which)
    const table = tx.t[queue]
    const canceled = await tx.q
      .update(table)
      .set({ status: 'canceled', finished_at_utc: nowOf(clock) })
      .where(and(eq(table.id, id), is.pending))
      .returning({ id: table.id })
    if (canceled.length === 0) throw new Problem('conflict', 'Only a pending job can be canceled')
    await witness?.(tx, 1)
  })
}

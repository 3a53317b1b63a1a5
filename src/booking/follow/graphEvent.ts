import { eq } from 'drizzle-orm'
import type { Db } from '../../db/database.ts'
import { nowOf } from '../../lib/clock.ts'
import type { Run, StepResult } from '../saga/saga.ts'

/** Remembers a booking's Outlook event beside its saga, in the transaction of the step that wrote it. */
export async function keepEvent(
  tx: Db,
  { ctx, booking }: Run,
  { event_id, change_key }: StepResult,
): Promise<void> {
  const now = nowOf(ctx.clock)
  const { id: booking_id, tenant_id, salesperson_id } = booking
  const row = {
    tenant_id,
    salesperson_id,
    event_id: event_id!,
    change_key: change_key!,
    updated_at_utc: now,
  }
  const { graph_events } = tx.t
  await tx.q
    .insert(graph_events)
    .values({ booking_id, created_at_utc: now, ...row })
    .onConflictDoUpdate({ target: graph_events.booking_id, set: row })
}

/** Forgets the event of a booking once it is canceled. */
export async function forgetEvent(db: Db, booking_id: string): Promise<void> {
  await db.q.delete(db.t.graph_events).where(eq(db.t.graph_events.booking_id, booking_id))
}

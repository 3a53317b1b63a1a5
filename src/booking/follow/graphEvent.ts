import { eq } from 'drizzle-orm'
import type { Db } from '../../db/database.ts'
import { nowOf } from '../../lib/clock.ts'
import type { Made, Run, StepResult } from '../saga/saga.ts'

/** What is remembered of a booking's Outlook event beside its saga. */
export function keepEvent(
  { ctx, booking }: Run,
  { event_id, change_key, m365_tenant_id, mailbox }: StepResult,
): Made {
  const now = nowOf(ctx.clock)
  const { id: booking_id, tenant_id, salesperson_id } = booking
  const event = {
    booking_id,
    tenant_id,
    salesperson_id,
    event_id: event_id!,
    m365_tenant_id,
    mailbox,
    change_key: change_key!,
    created_at_utc: now,
    updated_at_utc: now,
  }
  return { event }
}

/** Forgets the event of a booking once it is canceled. */
export async function forgetEvent(db: Db, booking_id: string): Promise<void> {
  await db.q.delete(db.t.graph_events).where(eq(db.t.graph_events.booking_id, booking_id))
}

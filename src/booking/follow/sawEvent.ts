import { and, eq } from 'drizzle-orm'
import type { Db } from '../../db/database.ts'
import type { Tables } from '../../db/schema.ts'
import { nowOf } from '../../lib/clock.ts'
import type { Mailbox, OutlookEvent } from '../../outlook/outlook.ts'
import type { Booking } from '../advance.ts'
import type { Context } from '../context.ts'
import { homeOf } from './home.ts'

export type KnownEvent = Tables['graph_events']['$inferSelect']

/** A booking, what was known of its event, and the event as Outlook has it now. */
export interface Sight {
  booking: Booking
  known: KnownEvent | undefined
  event: OutlookEvent
  /** In which it stands. */
  mailbox: Mailbox
}

/** Thrown when the booking or its event was changed elsewhere since it was read: look again. */
export class Overtaken extends Error {
  constructor() {
    super('The booking was changed meanwhile')
    this.name = 'Overtaken'
  }
}

/**
 * Remembers the state of a booking's event in the transaction of what follows from it. Of two that saw the event
 * change one is first; the other gets `Overtaken`.
 */
export async function sawEvent(
  tx: Db,
  ctx: Context,
  { booking, known, event, mailbox }: Sight,
): Promise<void> {
  const { graph_events: table } = tx.t
  const now = nowOf(ctx.clock)
  const { event_id, change_key } = event
  const state = { event_id, ...homeOf(mailbox), change_key, updated_at_utc: now }
  const { id: booking_id, tenant_id, salesperson_id } = booking
  const rows = known
    ? await tx.q
        .update(table)
        .set(state)
        .where(
          and(
            eq(table.booking_id, booking_id),
            eq(table.event_id, known.event_id),
            eq(table.change_key, known.change_key),
          ),
        )
        .returning({ booking_id: table.booking_id })
    : await tx.q
        .insert(table)
        .values({ booking_id, tenant_id, salesperson_id, ...state, created_at_utc: now })
        .onConflictDoNothing()
        .returning({ booking_id: table.booking_id })
  if (rows.length === 0) throw new Overtaken()
}

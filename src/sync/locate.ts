import { and, eq } from 'drizzle-orm'
import type { Booking } from '../booking/advance.ts'
import type { KnownEvent } from '../booking/follow/sawEvent.ts'
import type { OutlookEvent } from '../outlook/outlook.ts'
import type { Context } from './context.ts'
import type { Scene } from './scene.ts'

/** A booking, and what is remembered of its event. */
export interface Located {
  booking: Booking
  known: KnownEvent | undefined
}

/** The booking of this salesperson to whose event we remember this id, or `undefined`. */
export async function locateById(
  { db }: Context,
  { salesperson }: Scene,
  event_id: string,
): Promise<Located | undefined> {
  const { bookings, graph_events } = db.t
  const [row] = await db.q
    .select({ booking: bookings, known: graph_events })
    .from(graph_events)
    .innerJoin(bookings, eq(bookings.id, graph_events.booking_id))
    .where(and(eq(graph_events.event_id, event_id), eq(bookings.salesperson_id, salesperson.id)))
  return row
}

/**
 * The booking of this salesperson whose id the event bears in its property, body or subject, or `undefined`. An
 * event that merely repeats the mark, while the booking's own one lives, is a copy that somebody made and no sign.
 */
export async function locateByMark(
  ctx: Context,
  { salesperson, mailbox }: Scene,
  event: OutlookEvent,
): Promise<Located | undefined> {
  if (!event.booking_id || !event.is_organizer) return undefined
  const { bookings, graph_events } = ctx.db.t
  const [row] = await ctx.db.q
    .select({ booking: bookings, known: graph_events })
    .from(bookings)
    .leftJoin(graph_events, eq(graph_events.booking_id, bookings.id))
    .where(and(eq(bookings.id, event.booking_id), eq(bookings.salesperson_id, salesperson.id)))
  if (!row) return undefined
  const known = row.known ?? undefined
  const own = known && known.event_id !== event.event_id && (await ctx.outlook.find(mailbox, known.event_id))
  return own ? undefined : { booking: row.booking, known }
}

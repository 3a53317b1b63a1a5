import { and, eq, inArray } from 'drizzle-orm'
import type { Booking } from '../booking/advance.ts'
import { findAtHome } from '../booking/follow/home.ts'
import type { KnownEvent } from '../booking/follow/sawEvent.ts'
import type { Db } from '../db/database.ts'
import { forMany } from '../db/forMany.ts'
import { gather } from '../lib/gather.ts'
import type { Mailbox, OutlookEvent } from '../outlook/outlook.ts'
import type { Context } from './context.ts'
import type { Scene } from './scene.ts'

/** A booking, and what is remembered of its event. */
export interface Located {
  booking: Booking
  known: KnownEvent | undefined
}

/**
 * Finds the booking of a salesperson to whose event we remember an id, or `undefined`. Those who ask at one time are
 * answered by one query: each event that we make ourselves comes back as news, and must cost next to nothing.
 */
export function locating({ db }: Context): (scene: Scene, event_id: string) => Promise<Located | undefined> {
  const locate = gather((ids: string[]) => locateAll(db, ids), { most: MOST_TOGETHER, lanes: 2 })
  return async ({ salesperson }, event_id) => {
    const located = await locate(event_id)
    return located?.booking.salesperson_id === salesperson.id ? located : undefined
  }
}

const MOST_TOGETHER = 64

async function locateAll(db: Db, event_ids: string[]): Promise<(Located | undefined)[]> {
  const rows = await rowsOf(db, [...new Set(event_ids)])
  const byEvent = new Map(rows.map((row) => [row.known.event_id, row]))
  return event_ids.map((id) => byEvent.get(id))
}

const rowsOf = forMany(({ q, t: { bookings, graph_events } }, event_ids) =>
  q
    .select({ booking: bookings, known: graph_events })
    .from(graph_events)
    .innerJoin(bookings, eq(bookings.id, graph_events.booking_id))
    .where(inArray(graph_events.event_id, event_ids))
    .prepare('bookings_by_event'),
)

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
  const isCopy = known && known.event_id !== event.event_id && (await stands(ctx, known, mailbox))
  return isCopy ? undefined : { booking: row.booking, known }
}

async function stands({ outlook }: Context, known: KnownEvent, mailbox: Mailbox): Promise<boolean> {
  return (await findAtHome(outlook, known, mailbox)).event !== undefined
}

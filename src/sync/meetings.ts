import { and, eq, gt } from 'drizzle-orm'
import { formerOf } from '../booking/follow/home.ts'
import type { Mailbox } from '../outlook/outlook.ts'
import type { Context } from './context.ts'
import type { Located } from './locate.ts'
import type { Scene } from './scene.ts'

/** No meeting that matters began earlier; with it the index by start is of use. */
const LONGEST_MS = 31 * 86_400_000

/** The confirmed bookings of a salesperson that are not over, with what is remembered of their events. */
export async function meetingsOf({ db, clock }: Context, { salesperson }: Scene): Promise<Located[]> {
  const { bookings, graph_events } = db.t
  const now_ms = clock.now_ms()
  const rows = await db.q
    .select({ booking: bookings, known: graph_events })
    .from(bookings)
    .leftJoin(graph_events, eq(graph_events.booking_id, bookings.id))
    .where(
      and(
        eq(bookings.salesperson_id, salesperson.id),
        gt(bookings.start_at_utc, new Date(now_ms - LONGEST_MS)),
        gt(bookings.end_at_utc, new Date(now_ms)),
        eq(bookings.status, 'confirmed'),
      ),
    )
    .orderBy(bookings.start_at_utc)
  return rows.map(({ booking, known }) => ({ booking, known: known ?? undefined }))
}

/** True when the event of this meeting is in the mailbox, as far as is known. */
export function isIn(mailbox: Mailbox, { known }: Located): boolean {
  return formerOf(known ?? {}, mailbox) === undefined
}

/** The time in which their events lie, and some before and after. */
export function windowOf(meetings: Located[], now_ms: number, beyond_ms: number) {
  const ends = meetings.map(({ booking }) => booking.end_at_utc.getTime())
  return { from_ms: now_ms - beyond_ms, until_ms: Math.max(now_ms, ...ends) + beyond_ms }
}

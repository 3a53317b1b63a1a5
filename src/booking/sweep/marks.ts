import { and, eq, gt, inArray, ne } from 'drizzle-orm'
import type { Db } from '../../db/database.ts'
import { nowOf } from '../../lib/clock.ts'
import type { Booking } from '../advance.ts'
import type { Context } from '../context.ts'
import { findBooking } from '../find.ts'

/** A booking that was touched more recently may be under a worker's hands, or not be listed yet. */
const SETTLED_AFTER_MS = 5 * 60_000
const MOST_IDS = 500

/** The bookings of a tenant behind these marks, by id. A mark that this database does not know is another's. */
export async function bookingsBehind(
  { db }: Context,
  tenant_id: string,
  marks: (string | undefined)[],
): Promise<Map<string, Booking>> {
  const ids = [...new Set(marks.filter((id) => id !== undefined))]
  const found: Booking[] = []
  const { bookings } = db.t
  for (let i = 0; i < ids.length; i += MOST_IDS) {
    const some = inArray(bookings.id, ids.slice(i, i + MOST_IDS))
    found.push(
      ...(await db.q
        .select()
        .from(bookings)
        .where(and(eq(bookings.tenant_id, tenant_id), some))),
    )
  }
  return new Map(found.map((booking) => [booking.id, booking]))
}

/** The bookings of a salesperson that are still ahead, but for holds that have expired. */
export async function bookingsAhead({ db, clock }: Context, salesperson_id: string): Promise<Booking[]> {
  const { bookings } = db.t
  return db.q
    .select()
    .from(bookings)
    .where(
      and(
        eq(bookings.salesperson_id, salesperson_id),
        gt(bookings.start_at_utc, nowOf(clock)),
        ne(bookings.status, 'expired'),
      ),
    )
}

/** True when nobody is changing the booking, nor has lately. */
export function isSettled({ clock }: Pick<Context, 'clock'>, { saga_id, updated_at_utc }: Booking): boolean {
  return saga_id === null && clock.now_ms() - updated_at_utc.getTime() >= SETTLED_AFTER_MS
}

/** Asks anew, just before something is removed: true when nobody has begun to change the booking since it was read. */
export async function isUntouched({ db }: { db: Db }, seen: Booking): Promise<boolean> {
  const { saga_id, revision } = await findBooking(db, seen.id)
  return saga_id === null && revision === seen.revision
}

/** True for a booking that no longer takes place, and of which nothing should stand outside. */
export function isOver({ status }: Booking): boolean {
  return status === 'canceled' || status === 'failed' || status === 'expired'
}

import { and, eq, inArray, isNull, type SQL } from 'drizzle-orm'
import type { Db } from '../db/database.ts'
import type { Tables } from '../db/schema.ts'
import type { BookingStatus } from '../db/tables/bookings.ts'

export type Booking = Tables['bookings']['$inferSelect']
export type BookingChange = Omit<Partial<Tables['bookings']['$inferInsert']>, 'revision'> & {
  /** An expression counts on from what stands when the change is made. */
  revision?: number | SQL
}

/**
 * Moves a booking by compare-and-set: answers the changed row, or `undefined` when it was not in one of these
 * states (who loses the race does nothing). `saga_id` names the saga that may do it; null means that none runs.
 */
export async function advance(
  tx: Db,
  id: string,
  from: BookingStatus[],
  change: BookingChange,
  saga_id: string | null = null,
): Promise<Booking | undefined> {
  const { bookings } = tx.t
  const [moved] = await tx.q
    .update(bookings)
    .set(change)
    .where(
      and(
        eq(bookings.id, id),
        inArray(bookings.status, from),
        saga_id === null ? isNull(bookings.saga_id) : eq(bookings.saga_id, saga_id),
      ),
    )
    .returning()
  return moved
}

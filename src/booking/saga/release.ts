import { and, eq } from 'drizzle-orm'
import type { Db } from '../../db/database.ts'
import type { BookingChange } from '../advance.ts'
import type { Run } from './saga.ts'

/** The booking is free for another saga, and changed; does nothing where another saga has it already. */
export async function release(tx: Db, { saga, booking }: Run, change: BookingChange = {}): Promise<void> {
  const { bookings } = tx.t
  await tx.q
    .update(bookings)
    .set({ ...change, saga_id: null })
    // By its id first: nothing leads from a saga to its booking but a look through all of them.
    .where(and(eq(bookings.id, booking.id), eq(bookings.saga_id, saga.id)))
}

import { and, eq } from 'drizzle-orm'
import type { Db } from '../../db/database.ts'

/**
 * The saga that only puts a booking back to where it was, after a move that failed; null where none does. That may take
 * hours while a provider is down. The booking has its time again meanwhile, and may be canceled.
 */
export async function returningBy({ q, t }: Db, booking_id: string): Promise<string | null> {
  const { sagas, bookings } = t
  const [row] = await q
    .select({ id: sagas.id })
    .from(bookings)
    .innerJoin(sagas, eq(sagas.id, bookings.saga_id))
    .where(and(eq(bookings.id, booking_id), eq(sagas.kind, 'reschedule'), eq(sagas.status, 'undoing')))
  return row?.id ?? null
}

import { eq } from 'drizzle-orm'
import type { Db } from '../../db/database.ts'
import type { Booking } from '../advance.ts'

/**
 * True when the booking has changed since this saga failed to move it, or is being changed anew: that it stands where it
 * was is no longer so.
 */
export async function isOvertaken({ q, t }: Db, booking: Booking, failed_id: string): Promise<boolean> {
  if (booking.saga_id !== null && booking.saga_id !== failed_id) return true
  const [failed] = await q
    .select({ revision: t.sagas.revision })
    .from(t.sagas)
    .where(eq(t.sagas.id, failed_id))
  return failed !== undefined && booking.revision >= failed.revision
}

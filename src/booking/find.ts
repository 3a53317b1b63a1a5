import { eq, inArray } from 'drizzle-orm'
import type { Db } from '../db/database.ts'
import { forMany } from '../db/forMany.ts'
import { Problem } from '../lib/problem.ts'
import type { Booking } from './advance.ts'
import type { TokenClaims } from './proof/token.ts'

/** The booking of this id; throws `booking_not_found`, also for a booking of another tenant when one is named. */
export async function findBooking(db: Db, id: string, tenant_id?: string): Promise<Booking> {
  const [booking] = await db.q.select().from(db.t.bookings).where(eq(db.t.bookings.id, id))
  if (booking && (tenant_id === undefined || booking.tenant_id === tenant_id)) return booking
  throw noBooking()
}

/** The bookings of these ids, in no order; ids that no booking has are passed over. */
export const findBookings = forMany(({ q, t }, ids) =>
  q.select().from(t.bookings).where(inArray(t.bookings.id, ids)).prepare('bookings_by_id'),
)

/** What is said where there is no such booking. */
export function noBooking(): Problem {
  return new Problem('booking_not_found', 'There is no such booking')
}

/** What speaks against a token for this booking: it was made for another tenant. */
export function foreignTo(
  booking: Booking,
  { tenant_id }: Pick<TokenClaims, 'tenant_id'>,
): Problem | undefined {
  if (booking.tenant_id === tenant_id) return undefined
  return new Problem('token_foreign', 'The token was made for another tenant.')
}

/** The booking that a token is for; throws `token_foreign` when it is another tenant's, and `booking_not_found`. */
export async function findByToken(
  db: Db,
  claims: Pick<TokenClaims, 'booking_id' | 'tenant_id'>,
): Promise<Booking> {
  const booking = await findBooking(db, claims.booking_id)
  const foreign = foreignTo(booking, claims)
  if (foreign) throw foreign
  return booking
}

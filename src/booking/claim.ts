import { inArray } from 'drizzle-orm'
import type { Db, NewClaim } from '../db/database.ts'
import { nowOf } from '../lib/clock.ts'
import type { Means } from '../lib/means.ts'
import { padded } from '../lib/padded.ts'
import type { MeetingType } from '../tenants/tenantConfig.ts'
import type { Booking } from './advance.ts'

type Time = Pick<Booking, 'start_at_utc' | 'end_at_utc'>

/** The claims of a booking, one per salesperson, buffers included; `expires_at_utc` null never expires. */
export function claimsFor(
  { clock, entropy }: Means,
  type: Pick<MeetingType, 'buffer_before_minutes' | 'buffer_after_minutes'>,
  booking: Pick<Booking, 'id' | 'salesperson_id' | 'other_salesperson_ids'> & Time,
  expires_at_utc: Date | null,
): NewClaim[] {
  return [booking.salesperson_id, ...booking.other_salesperson_ids].map((salesperson_id) => ({
    id: entropy.id(),
    booking_id: booking.id,
    salesperson_id,
    from_utc: new Date(booking.start_at_utc.getTime() - type.buffer_before_minutes * 60_000),
    until_utc: new Date(booking.end_at_utc.getTime() + type.buffer_after_minutes * 60_000),
    start_at_utc: booking.start_at_utc,
    expires_at_utc,
    created_at_utc: nowOf(clock),
  }))
}

/** Frees all the time that these bookings have claimed. */
export async function freeClaims(tx: Db, ...booking_ids: string[]): Promise<void> {
  if (booking_ids.length === 0) return
  await tx.q.delete(tx.t.slot_claims).where(inArray(tx.t.slot_claims.booking_id, booking_ids))
}

/** Keeps these bookings' claims until something frees them. */
export async function keepClaims(tx: Db, ...booking_ids: string[]): Promise<void> {
  if (booking_ids.length === 0) return
  const { slot_claims } = tx.t
  await tx.q
    .update(slot_claims)
    .set({ expires_at_utc: null })
    .where(inArray(slot_claims.booking_id, padded(booking_ids)))
}

import { eq } from 'drizzle-orm'
import type { Attendance } from '../db/tables/bookings.ts'
import { nowOf } from '../lib/clock.ts'
import { Problem } from '../lib/problem.ts'
import { audit } from '../tenants/audit.ts'
import type { Booking } from './advance.ts'
import type { Context } from './context.ts'
import { findBooking } from './find.ts'
import { track } from './track.ts'

/** Records whether the customer came; may be corrected. Throws `booking_not_found`, `wrong_state` before the start. */
export async function recordAttendance(
  ctx: Context,
  wish: {
    tenant_id: string
    booking_id: string
    actor: string
    outcome: Attendance['outcome']
    note?: string
  },
): Promise<Booking> {
  const { tenant_id, booking_id, actor, outcome, note } = wish
  const booking = await findBooking(ctx.db, booking_id, tenant_id)
  const now = nowOf(ctx.clock)
  if (booking.status !== 'confirmed')
    throw new Problem('wrong_state', `The booking is ${booking.status}.`, { status: booking.status })
  if (booking.start_at_utc > now)
    throw new Problem('wrong_state', 'The meeting has not begun yet.', { status: booking.status })
  const attendance: Attendance = { outcome, ...(note ? { note } : {}), recorded_at_utc: now.toISOString() }
  return ctx.db.transaction(async (tx) => {
    const { bookings } = tx.t
    const [changed] = await tx.q
      .update(bookings)
      .set({ attendance, updated_at_utc: now })
      .where(eq(bookings.id, booking_id))
      .returning()
    await track(tx, ctx, { booking, kind: 'attendance_recorded', detail: { outcome } })
    await audit(tx, ctx, {
      tenant_id,
      actor,
      source: 'admin',
      action: 'booking.attendance_recorded',
      subject: `booking:${booking_id}`,
      detail: { outcome },
    })
    return changed!
  })
}

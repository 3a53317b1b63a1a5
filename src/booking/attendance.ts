import { and, eq, isNull } from 'drizzle-orm'
import type { Db } from '../db/database.ts'
import type { Attendance } from '../db/tables/bookings.ts'
import { nowOf } from '../lib/clock.ts'
import { Problem } from '../lib/problem.ts'
import { audit } from '../tenants/audit.ts'
import type { Booking, BookingChange } from './advance.ts'
import { auditOf } from './auditOf.ts'
import type { Context } from './context.ts'
import { findBooking } from './find.ts'
import { track } from './track.ts'

/**
 * Records whether the customer came; may be corrected. Throws `booking_not_found`, `wrong_state` before the start,
 * and `conflict` when another has recorded something meanwhile: two admins do not undo each other unseen.
 */
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
    throw new Problem('wrong_state', `The booking is ${booking.status}.`, { booking_status: booking.status })
  if (booking.start_at_utc > now)
    throw new Problem('wrong_state', 'The meeting has not begun yet.', { booking_status: booking.status })
  const attendance: Attendance = { outcome, ...(note ? { note } : {}), recorded_at_utc: now.toISOString() }
  return ctx.db.transaction(async (tx) => {
    const changed = await replace(tx, booking, attendance, now)
    if (!changed)
      throw new Problem('conflict', 'The booking has changed meanwhile. Look at it and try again.')
    await track(tx, ctx, { booking, kind: 'attendance_recorded', detail: { outcome } })
    const by = { actor, source: 'admin' as const }
    await audit(
      tx,
      ctx,
      auditOf(booking, { ...by, action: 'booking.attendance_recorded', detail: { outcome } }),
    )
    return changed
  })
}

/** What a move forgets: who came to the former time says nothing of a time that is still ahead. */
export function forgottenByMove(start_ms: number, now_ms: number): BookingChange {
  return start_ms > now_ms ? { attendance: null, attendance_suggestion: null } : {}
}

/** Answers the changed row, or `undefined` when it is no longer as it was read. */
async function replace(
  tx: Db,
  { id, attendance: before }: Booking,
  attendance: Attendance,
  updated_at_utc: Date,
): Promise<Booking | undefined> {
  const { bookings } = tx.t
  const unchanged = before === null ? isNull(bookings.attendance) : eq(bookings.attendance, before)
  const [changed] = await tx.q
    .update(bookings)
    .set({ attendance, updated_at_utc })
    .where(and(eq(bookings.id, id), eq(bookings.status, 'confirmed'), unchanged))
    .returning()
  return changed
}

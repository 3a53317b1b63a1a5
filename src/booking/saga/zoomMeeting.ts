import { eq } from 'drizzle-orm'
import type { Db } from '../../db/database.ts'
import { nowOf } from '../../lib/clock.ts'
import type { Run, StepResult } from './saga.ts'

/** Remembers a booking's Zoom meeting beside its saga, in the transaction of the step that made it. */
export async function keepMeeting(tx: Db, { ctx, booking }: Run, result: StepResult): Promise<void> {
  const now = nowOf(ctx.clock)
  const row = {
    tenant_id: booking.tenant_id,
    salesperson_id: booking.salesperson_id,
    provider_meeting_id: result.provider_meeting_id!,
    join_url: result.join_url!,
    start_url_sealed: result.start_url_sealed!,
    updated_at_utc: now,
  }
  const { zoom_meetings } = tx.t
  await tx.q
    .insert(zoom_meetings)
    .values({ booking_id: booking.id, created_at_utc: now, ...row })
    .onConflictDoUpdate({ target: zoom_meetings.booking_id, set: row })
}

/** The id of the booking's Zoom meeting as we remember it, from this saga or an earlier one. */
export async function knownMeeting({ ctx, booking, results }: Run): Promise<string | undefined> {
  const own = results.zoom_meeting?.provider_meeting_id ?? results.move_zoom_meeting?.provider_meeting_id
  if (own) return own
  const { zoom_meetings } = ctx.db.t
  const [row] = await ctx.db.q
    .select({ id: zoom_meetings.provider_meeting_id })
    .from(zoom_meetings)
    .where(eq(zoom_meetings.booking_id, booking.id))
  return row?.id
}

/** Forgets the meeting of a booking once it is deleted. */
export async function forgetMeeting(db: Db, booking_id: string): Promise<void> {
  await db.q.delete(db.t.zoom_meetings).where(eq(db.t.zoom_meetings.booking_id, booking_id))
}

/** The link by which one joins, as this saga or an earlier one has made it. */
export function joinUrlOf({ results, booking }: Run): string | null {
  const made = results.zoom_meeting ?? results.move_zoom_meeting ?? results.teams_link
  return made?.join_url ?? booking.join_url
}

import { eq } from 'drizzle-orm'
import type { Db } from '../../db/database.ts'
import { nowOf } from '../../lib/clock.ts'
import type { Made, Run, StepResult } from './saga.ts'

/** What is remembered of a booking's Zoom meeting beside its saga. */
export function keepMeeting({ ctx, booking }: Run, result: StepResult): Made {
  const now = nowOf(ctx.clock)
  const meeting = {
    booking_id: booking.id,
    tenant_id: booking.tenant_id,
    salesperson_id: booking.salesperson_id,
    provider_meeting_id: result.provider_meeting_id!,
    join_url: result.join_url!,
    start_url_sealed: result.start_url_sealed!,
    created_at_utc: now,
    updated_at_utc: now,
  }
  return { meeting }
}

/** The id of the booking's Zoom meeting as we remember it, from this saga or an earlier one. */
export async function knownMeeting({ ctx, booking, results }: Run): Promise<string | undefined> {
  const own = results.zoom_meeting?.provider_meeting_id ?? results.move_zoom_meeting?.provider_meeting_id
  return own ?? meetingIdOf(ctx.db, booking.id)
}

/** The id of the Zoom meeting that is remembered with a booking. */
export async function meetingIdOf(db: Db, booking_id: string): Promise<string | undefined> {
  const { zoom_meetings } = db.t
  const [row] = await db.q
    .select({ id: zoom_meetings.provider_meeting_id })
    .from(zoom_meetings)
    .where(eq(zoom_meetings.booking_id, booking_id))
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

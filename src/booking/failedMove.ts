import { and, eq } from 'drizzle-orm'
import type { Context } from './context.ts'
import type { PublicBooking } from './present.ts'

/** A move that came to nothing: the customer was written to, or the event was gone and no letter went out. */
export type FailedMove = 'told' | 'gone'

/**
 * How the wish to move a booking to this start came to nothing; `undefined` where it did not, or where the booking does
 * not stand any more where it stood then: who has moved it since is for others to say.
 */
export async function failedMove(
  { db }: Context,
  { booking_id, start_at_utc }: Pick<PublicBooking, 'booking_id' | 'start_at_utc'>,
  new_start_at_utc: string,
): Promise<FailedMove | undefined> {
  const { tracking_events: events } = db.t
  const failed = await db.q
    .select({ detail: events.detail })
    .from(events)
    .where(and(eq(events.booking_id, booking_id), eq(events.kind, 'reschedule_failed')))
  const found = failed.findLast(
    ({ detail }) => detail.new_start_at_utc === new_start_at_utc && detail.old_start_at_utc === start_at_utc,
  )
  return found && (String(found.detail.reason).startsWith('event_gone') ? 'gone' : 'told')
}

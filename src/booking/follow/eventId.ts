import { eq } from 'drizzle-orm'
import type { Db } from '../../db/database.ts'

/** The id of the booking's Outlook event as we remember it, or `undefined` when none was made. */
export async function eventIdOf({ q, t }: Db, booking_id: string): Promise<string | undefined> {
  const [row] = await q.select().from(t.graph_events).where(eq(t.graph_events.booking_id, booking_id))
  return row?.event_id
}

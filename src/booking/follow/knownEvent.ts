import { eq } from 'drizzle-orm'
import type { Db } from '../../db/database.ts'
import type { KnownEvent } from './sawEvent.ts'

/** What is remembered of the booking's Outlook event, or `undefined` when none was made. */
export async function knownEventOf({ q, t }: Db, booking_id: string): Promise<KnownEvent | undefined> {
  const [row] = await q.select().from(t.graph_events).where(eq(t.graph_events.booking_id, booking_id))
  return row
}

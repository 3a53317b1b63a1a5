import { and, eq } from 'drizzle-orm'
import type { Db } from '../../db/database.ts'
import type { Booking } from '../advance.ts'
import { askAbout } from '../askAbout.ts'
import type { Context } from '../context.ts'
import { track } from '../track.ts'
import { type Sight, sawEvent } from './sawEvent.ts'

/** Asks a person to see to a booking whose customer has declined, once for each time it had. Throws `Overtaken`. */
export async function followDecline(tx: Db, ctx: Context, sight: Sight): Promise<void> {
  const { booking } = sight
  await sawEvent(tx, ctx, sight)
  if (await isTold(tx, booking)) return
  const detail = { revision: booking.revision, start_at_utc: booking.start_at_utc.toISOString() }
  await track(tx, ctx, { booking, kind: 'customer_declined', detail })
  const key = `customer_declined:${booking.id}:${booking.revision}`
  await askAbout(tx, ctx, booking, { kind: 'customer_declined', key, detail })
}

async function isTold(tx: Db, { id, revision }: Booking): Promise<boolean> {
  const { tracking_events: table } = tx.t
  const told = await tx.q
    .select({ detail: table.detail })
    .from(table)
    .where(and(eq(table.booking_id, id), eq(table.kind, 'customer_declined')))
  return told.some(({ detail }) => detail.revision === revision)
}

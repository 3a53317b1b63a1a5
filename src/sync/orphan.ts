import { and, eq } from 'drizzle-orm'
import type { Booking } from '../booking/advance.ts'
import { auditOf } from '../booking/auditOf.ts'
import { Overtaken } from '../booking/follow/sawEvent.ts'
import { isUntouched } from '../booking/sweep/marks.ts'
import { track } from '../booking/track.ts'
import type { Db } from '../db/database.ts'
import type { OutlookEvent } from '../outlook/outlook.ts'
import { audit } from '../tenants/audit.ts'
import type { Context } from './context.ts'
import type { Scene } from './scene.ts'

/**
 * Takes away an event that has outlived its booking. It is written down first, so that a crash after the event is
 * gone leaves no silence; who comes twice writes nothing the second time. Throws `Overtaken` where the booking has been
 * taken up again since it was read: then the event may serve it.
 */
export async function removeOrphan(
  ctx: Context,
  { mailbox }: Scene,
  booking: Booking,
  { event_id }: OutlookEvent,
): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    if (!(await isUntouched({ db: tx }, booking))) throw new Overtaken()
    if (await isTold(tx, booking, event_id)) return
    const detail = { event_id, status: booking.status }
    await track(tx, ctx, { booking, kind: 'orphan_event_removed', detail })
    const by = { actor: 'system', source: 'system' as const }
    await audit(tx, ctx, auditOf(booking, { ...by, action: 'outlook_event.removed', detail }))
  })
  await ctx.outlook.cancel(mailbox, event_id, booking.cancel_reason ?? '')
}

async function isTold(tx: Db, { id }: Booking, event_id: string): Promise<boolean> {
  const { tracking_events: table } = tx.t
  const told = await tx.q
    .select({ detail: table.detail })
    .from(table)
    .where(and(eq(table.booking_id, id), eq(table.kind, 'orphan_event_removed')))
  return told.some(({ detail }) => detail.event_id === event_id)
}

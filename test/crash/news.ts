import { eq } from 'drizzle-orm'
import type { Database } from '../../src/db/database.ts'
import { enqueue } from '../../src/jobs/enqueue.ts'
import { systemClock } from '../../src/lib/clock.ts'
import { notificationJob } from '../../src/sync/notification.ts'
import type { ByHand } from '../simulators/graphByHand.ts'
import type { Case } from './cases.ts'
import { HOUR_MS, M365, MOVED_MS, mailboxOf } from './scene.ts'
import type { News } from './stories.ts'

/** Long enough ago that an event which is gone is believed at once. */
const TOLD_AGO_MS = 10_000

/** Somebody does something in Outlook by hand, and the job stands that the receiver writes when it is told. */
export async function happen(db: Database, hands: ByHand, one: Case, booking_id: string): Promise<void> {
  const mailbox = { m365_tenant_id: M365, user: mailboxOf(one) }
  const [event] = hands.events(mailbox)
  const named = { ...mailbox, event_id: event!.id }
  const by_hand: Record<News, () => unknown> = {
    moved: () => hands.move({ ...named, start_ms: MOVED_MS, end_ms: MOVED_MS + HOUR_MS }),
    deleted: () => hands.remove(named),
    declined: () => hands.answer({ ...named, email: `ada-${one.slug}@example.com`, response: 'declined' }),
    outlived: () => outlive(db, booking_id),
  }
  await by_hand[one.story.act as News]()
  await told(db, booking_id, named.event_id)
}

/** The booking is over and knows its event no more; the event stands. */
async function outlive({ q, t }: Database, booking_id: string): Promise<void> {
  await q.update(t.bookings).set({ status: 'canceled' }).where(eq(t.bookings.id, booking_id))
  await q.delete(t.slot_claims).where(eq(t.slot_claims.booking_id, booking_id))
  await q.delete(t.graph_events).where(eq(t.graph_events.booking_id, booking_id))
}

async function told(db: Database, booking_id: string, resource_id: string): Promise<void> {
  const { bookings } = db.t
  const [row] = await db.q.select().from(bookings).where(eq(bookings.id, booking_id))
  const { tenant_id, salesperson_id } = row!
  const payload = {
    ...{ tenant_id, salesperson_id, subscription_id: 'crash', change_type: 'updated' as const, resource_id },
    received_at_utc: new Date(Date.now() - TOLD_AGO_MS).toISOString(),
  }
  await enqueue(db, systemClock, 'webhook_jobs', [notificationJob(payload)])
}

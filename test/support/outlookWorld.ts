import { asc } from 'drizzle-orm'
import { mailboxOf } from '../../src/booking/slots/busy.ts'
import type { Database } from '../../src/db/database.ts'
import type { Worker } from '../../src/jobs/worker.ts'
import type { Salesperson } from '../../src/tenants/tenantConfig.ts'
import { customer } from './customer.ts'
import { remember, SECRET } from './receiver.ts'
import { inWorld, type World } from './world.ts'

export type Scenery = Awaited<ReturnType<typeof scenery>>

/** A world in which Outlook's news of berlin reach the receiver, and a customer who books. */
export async function inOutlookWorld(db: Database, story: (it: Scenery) => Promise<void>): Promise<void> {
  await inWorld(db, async (it, worker) => story(await scenery(it, worker)))
}

async function scenery(it: World, worker: Worker) {
  const { db } = it.ctx
  const ada = customer(it, worker)
  const mailbox = await ada.mailbox()
  const berlin = [...(await it.acme()).salespersons.values()].find(({ slug }) => slug === 'berlin')!
  const subscription_id = await subscribed(it, berlin)
  const settle = settling(it, worker)
  return {
    ...it,
    worker,
    ada,
    mailbox,
    berlin,
    subscription_id,
    settle,
    /** Holds and confirms a booking of berlin; answers it with its event. */
    async booked(type: Parameters<typeof ada.hold>[0] = 'intro-zoom', start_at_utc?: string) {
      const booking = await ada.confirm(await ada.hold(type, start_at_utc))
      await settle()
      const event = (await ada.events()).find((one) => one.booking_id === booking.id)!
      return { booking, event }
    },
    tracked: async (booking_id: string) => {
      const { tracking_events: table } = db.t
      const rows = await db.q.select().from(table).orderBy(asc(table.id))
      return rows.filter((row) => row.booking_id === booking_id)
    },
    audited: async (action: string) =>
      (await db.q.select().from(db.t.audit_logs)).filter((row) => row.action === action),
  }
}

/** Has the news of a salesperson's Outlook come to the receiver; answers the id of the subscription. */
export async function subscribed(it: World, salesperson: Salesperson): Promise<string> {
  const { subscription_id } = await it.outlook.subscribe(mailboxOf(await it.acme(), salesperson), {
    notification_url: 'http://localhost:3000/v1/webhooks/graph',
    lifecycle_url: 'http://localhost:3000/v1/webhooks/graph/lifecycle',
    client_state: SECRET,
    expiration_ms: it.clock.now_ms() + 7 * 86_400_000,
  })
  await remember(it.ctx, { id: `row-${salesperson.slug}`, subscription_id, salesperson, secret: SECRET })
  return subscription_id
}

/** Lets everything arrive and be done, turning the clock to whatever is due within the next 10 s. */
export function settling(it: World, worker: Worker): () => Promise<void> {
  return settlingWith(it, worker, () => it.outlook.settled())
}

/** The same where somebody else brings the news; `arrived` waits for it and answers whether there was any. */
export function settlingWith(
  { ctx: { db }, clock }: World,
  worker: Worker,
  arrived: () => Promise<boolean>,
): () => Promise<void> {
  return async () => {
    for (;;) {
      await arrived()
      // A job that changes an event sends a notification, which becomes a job.
      do await worker.quiet()
      while (await arrived())
      const due = await Promise.all([nextOf(db, 'webhook_jobs'), nextOf(db, 'outbox_jobs')])
      const next_ms = Math.min(...due)
      if (next_ms > clock.now_ms() + 10_000) return
      clock.set(Math.max(clock.now_ms(), next_ms))
    }
  }
}

async function nextOf(db: Database, queue: 'webhook_jobs' | 'outbox_jobs'): Promise<number> {
  const table = db.t[queue]
  const rows = await db.q.select({ run_at_utc: table.run_at_utc, status: table.status }).from(table)
  const waiting = rows.filter(({ status }) => status === 'pending')
  return Math.min(Number.POSITIVE_INFINITY, ...waiting.map(({ run_at_utc }) => run_at_utc.getTime()))
}

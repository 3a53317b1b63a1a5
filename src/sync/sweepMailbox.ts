import { and, eq, inArray } from 'drizzle-orm'
import { enqueue } from '../jobs/enqueue.ts'
import { nowOf } from '../lib/clock.ts'
import type { OutlookEvent } from '../outlook/outlook.ts'
import { DAY_MS } from '../scheduling/date.ts'
import type { Context } from './context.ts'
import { awayFrom, sweepFormer } from './formerMailbox.ts'
import { inQuestion, seenAgain } from './inQuestion.ts'
import type { Located } from './locate.ts'
import { meetingsOf, windowOf } from './meetings.ts'
import { notificationJob } from './notification.ts'
import type { Scene } from './scene.ts'
import { MOST_BELIEVED } from './vanished.ts'

/** What stands for the subscription where no notification came. */
const SWEPT = 'sweep'

/**
 * Compares every meeting to come of a salesperson with its own event, by one list, and has each event that is not as
 * we know it looked at as if a notification had come. What stands in a former mailbox is compared there.
 */
export async function sweepMailbox(ctx: Context, scene: Scene): Promise<void> {
  const meetings = await meetingsOf(ctx, scene)
  // Before the lists: what vanishes while they are read stands in them, and is in question all the same.
  const asked = await inQuestion(ctx, scene)
  const window = windowOf(meetings, ctx.clock.now_ms(), BEYOND_MS)
  const listed = await ctx.outlook.listMarked(scene.mailbox, window)
  const away = await awayFrom(ctx, scene, meetings, listed)
  const here = meetings.filter((one) => !away.includes(one))
  const strangers = await strangersOf(ctx, scene, here, listed)
  await lookAt(ctx, scene, [
    ...(await differing(ctx, scene, { meetings: here, listed, asked })),
    ...strangers,
  ])
  await sweepFormer(ctx, scene, away, async (there, those) => {
    const standing = await ctx.outlook.listMarked(
      there.mailbox,
      windowOf(those, ctx.clock.now_ms(), BEYOND_MS),
    )
    await lookAt(ctx, there, await differing(ctx, there, { meetings: those, listed: standing, asked }))
  })
}

const BEYOND_MS = 7 * DAY_MS

/**
 * The events that are not as we know them. What the list lacks may be gone, or moved far away: of those no more are
 * looked at than it takes to find out that nothing is to be believed.
 */
async function differing(
  ctx: Context,
  scene: Scene,
  { meetings, listed, asked }: { meetings: Located[]; listed: OutlookEvent[]; asked: Set<string> },
): Promise<string[]> {
  const back = standingOf(meetings, listed).filter((id) => asked.has(id))
  if (back.length > 0) await seenAgain(ctx, scene, back)
  return [...changedOf(meetings, listed), ...enoughOf(ctx, missingOf(meetings, listed))]
}

/** Others each time: those that a list never has, such as what was put into a second calendar, hide nobody. */
function enoughOf({ entropy }: Context, missing: string[]): string[] {
  const from = missing.length > MOST_BELIEVED ? Math.floor(entropy.uniform() * missing.length) : 0
  return [...missing.slice(from), ...missing.slice(0, from)].slice(0, MOST_BELIEVED + 1)
}

function lookAt(ctx: Context, scene: Scene, event_ids: string[]): Promise<void> {
  const jobs = event_ids.map((event_id) => jobOf(ctx, scene, event_id))
  return enqueue(ctx.db, ctx.clock, 'webhook_jobs', jobs)
}

/** The bookings whose events stand in the list. */
function standingOf(meetings: Located[], listed: OutlookEvent[]): string[] {
  const living = new Set(listed.filter((event) => !event.is_canceled).map(({ event_id }) => event_id))
  return meetings.flatMap(({ booking, known }) => (known && living.has(known.event_id) ? [booking.id] : []))
}

function missingOf(meetings: Located[], listed: OutlookEvent[]): string[] {
  const there = new Set(listed.map(({ event_id }) => event_id))
  return meetings.flatMap(({ known }) => (known && !there.has(known.event_id) ? [known.event_id] : []))
}

function changedOf(meetings: Located[], listed: OutlookEvent[]): string[] {
  const keys = new Map(meetings.map(({ known }) => [known?.event_id, known?.change_key]))
  return listed
    .filter(({ event_id, change_key, is_canceled }) => {
      const known = keys.get(event_id)
      return known !== undefined && (is_canceled || known !== change_key)
    })
    .map(({ event_id }) => event_id)
}

/** Events that bear the mark of a booking which is over, or which has no other event in the list. */
async function strangersOf(
  { db }: Context,
  { salesperson }: Scene,
  meetings: Located[],
  listed: OutlookEvent[],
): Promise<string[]> {
  const there = new Set(listed.map(({ event_id }) => event_id))
  const known = new Set(meetings.map((one) => one.known?.event_id))
  const settled = new Set(
    meetings.flatMap((one) => (there.has(one.known?.event_id ?? '') ? [one.booking.id] : [])),
  )
  const strangers = listed.filter(
    ({ event_id, booking_id, is_canceled, is_organizer }) =>
      booking_id !== undefined &&
      is_organizer &&
      !is_canceled &&
      !known.has(event_id) &&
      !settled.has(booking_id),
  )
  if (strangers.length === 0) return []
  const { bookings } = db.t
  const ids = [...new Set(strangers.map(({ booking_id }) => booking_id!))]
  const ours = await db.q
    .select({ id: bookings.id })
    .from(bookings)
    .where(
      and(
        inArray(bookings.id, ids),
        eq(bookings.salesperson_id, salesperson.id),
        inArray(bookings.status, ['confirmed', 'canceled', 'expired', 'failed']),
      ),
    )
  const owned = new Set(ours.map(({ id }) => id))
  return strangers.filter(({ booking_id }) => owned.has(booking_id!)).map(({ event_id }) => event_id)
}

function jobOf({ clock }: Context, { config, salesperson }: Scene, resource_id: string) {
  return notificationJob({
    tenant_id: config.tenant.id,
    salesperson_id: salesperson.id,
    subscription_id: SWEPT,
    change_type: 'updated',
    resource_id,
    received_at_utc: nowOf(clock).toISOString(),
  })
}

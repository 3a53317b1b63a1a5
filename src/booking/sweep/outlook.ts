import { inArray } from 'drizzle-orm'
import type { OutlookEvent } from '../../outlook/outlook.ts'
import { DAY_MS } from '../../scheduling/date.ts'
import { wasAsked } from '../../tenants/followUp.ts'
import type { Salesperson, TenantConfig } from '../../tenants/tenantConfig.ts'
import type { Booking } from '../advance.ts'
import { askAbout } from '../askAbout.ts'
import type { Context } from '../context.ts'
import { mailboxOf } from '../slots/busy.ts'
import { track } from '../track.ts'
import { bookingsBehind, isOver, isSettled, isUntouched } from './marks.ts'

/** So far ahead events are compared; nothing can be booked later. */
const AHEAD_MS = 400 * DAY_MS

/**
 * Cancels upcoming events that bear the mark of a booking that is over. A second event of a booking that lives is
 * for a person to judge: it may be a copy that the salesperson made. Missing events are the reconciliation's matter.
 */
export async function sweepOutlook(
  ctx: Context,
  config: TenantConfig,
  salesperson: Salesperson,
): Promise<void> {
  const mailbox = mailboxOf(config, salesperson)
  const now_ms = ctx.clock.now_ms()
  const marked = await ctx.outlook.listMarked(mailbox, { from_ms: now_ms, until_ms: now_ms + AHEAD_MS })
  const events = marked.filter((event) => event.is_organizer && !event.is_canceled)
  const bookings = await bookingsBehind(
    ctx,
    config.tenant.id,
    events.map((event) => event.booking_id),
  )
  const known = await rememberedEvents(ctx, [...bookings.keys()])
  for (const event of events) {
    const booking = bookings.get(event.booking_id ?? '')
    if (!booking || !isSettled(ctx, booking)) continue
    if (isOver(booking)) await remove(ctx, mailbox, event, booking)
    else if (isSecond(event, events, known.get(booking.id))) await tellOfSecond(ctx, event, booking)
  }
}

async function rememberedEvents({ db }: Context, booking_ids: string[]): Promise<Map<string, string>> {
  const { graph_events } = db.t
  const rows = await db.q.select().from(graph_events).where(inArray(graph_events.booking_id, booking_ids))
  return new Map(rows.map((row) => [row.booking_id, row.event_id]))
}

async function remove(
  ctx: Context,
  mailbox: ReturnType<typeof mailboxOf>,
  { event_id }: OutlookEvent,
  seen: Booking,
): Promise<void> {
  if (!(await isUntouched(ctx, seen))) return
  await ctx.outlook.cancel(mailbox, event_id, '')
  await track(ctx.db, ctx, {
    booking: seen,
    kind: 'orphan_event_removed',
    detail: { event_id, status: seen.status },
  })
}

function isSecond({ event_id }: OutlookEvent, all: OutlookEvent[], known: string | undefined): boolean {
  return known !== undefined && known !== event_id && all.some((event) => event.event_id === known)
}

const ADVICE =
  'Beside its own event the booking has this one. It may be a copy that the salesperson made, and then it may stay; otherwise delete it in Outlook.'

async function tellOfSecond(ctx: Context, { event_id }: OutlookEvent, booking: Booking): Promise<void> {
  const key = `second_event:${event_id}`
  // It may stay: whoever has said so is not asked again by the next sweep.
  if (await wasAsked(ctx.db, booking.tenant_id, key)) return
  await askAbout(ctx.db, ctx, booking, { kind: 'second_event', key, detail: { event_id, advice: ADVICE } })
}

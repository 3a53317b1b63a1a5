import { and, eq, gt, inArray } from 'drizzle-orm'
import { DAY_MS } from '../../scheduling/date.ts'
import type { Salesperson, TenantConfig } from '../../tenants/tenantConfig.ts'
import type { MarkedMeeting, ZoomAccount } from '../../zoom/zoom.ts'
import { advance, type Booking } from '../advance.ts'
import { askForMeeting } from '../askForMeeting.ts'
import type { Context } from '../context.ts'
import { startSaga } from '../saga/start.ts'
import { standing } from '../saga/timeOf.ts'
import type { KnownMeeting } from '../saga/zoomMeeting.ts'
import { track } from '../track.ts'
import { pinLeft, tellOfLeft } from './left.ts'
import { bookingsAhead, bookingsBehind, isOver, isSettled, isUntouched } from './marks.ts'

/** Compares a salesperson's upcoming Zoom meetings with the bookings: removes, moves along, or asks a person. */
export async function sweepZoom(ctx: Context, config: TenantConfig, salesperson: Salesperson): Promise<void> {
  const ahead = (await bookingsAhead(ctx, salesperson.id)).filter((one) => one.location.kind === 'zoom')
  if (ahead.length === 0) return
  const whose = { tenant_id: config.tenant.id, salesperson_id: salesperson.id }
  await pinLeft(ctx, whose)
  await tellOfLeft(ctx, whose)
  const known = await rememberedMeetings(
    ctx,
    ahead.map((one) => one.id),
  )
  const serving = await ctx.zoomAccounts.of(config.tenant.id)
  const placeOf = ({ id }: Booking) => known.get(id)?.account_id ?? serving.account_id
  for (const account of await inReach(ctx, config, serving, known)) {
    const there = ahead.filter((one) => placeOf(one) === account.account_id)
    await sweepAccount(ctx, config, salesperson, account, there)
  }
}

/** The account that serves, and those from before in which meetings stand and that can still be opened. */
async function inReach(
  ctx: Context,
  { tenant }: TenantConfig,
  serving: ZoomAccount,
  known: Map<string, KnownMeeting>,
): Promise<ZoomAccount[]> {
  const ids = new Set([...known.values()].flatMap(({ account_id }) => account_id ?? []))
  ids.delete(serving.account_id)
  const others = await Promise.all([...ids].map((id) => ctx.zoomAccounts.within(tenant.id, id)))
  return [serving, ...others.filter((one) => one !== undefined)]
}

async function sweepAccount(
  ctx: Context,
  config: TenantConfig,
  salesperson: Salesperson,
  account: ZoomAccount,
  ahead: Booking[],
): Promise<void> {
  const listed = await ctx.zoom.listMarked(account, salesperson.zoom_user)
  const marked = await bookingsBehind(
    ctx,
    config.tenant.id,
    listed.map((meeting) => meeting.booking_id),
  )
  const known = await rememberedMeetings(ctx, [...marked.keys(), ...ahead.map((one) => one.id)])
  for (const meeting of listed) {
    const booking = marked.get(meeting.booking_id)
    const remembered = booking && known.get(booking.id)?.provider_meeting_id
    if (booking) await compare(ctx, account, meeting, booking, remembered)
  }
  const ids = new Set(listed.map((meeting) => meeting.provider_meeting_id))
  for (const booking of ahead) {
    const id = known.get(booking.id)?.provider_meeting_id
    if (id === undefined || !ids.has(id)) await seekMissing(ctx, account, booking, id)
  }
}

async function rememberedMeetings(
  { db }: Context,
  booking_ids: string[],
): Promise<Map<string, KnownMeeting>> {
  const { zoom_meetings } = db.t
  const rows = await db.q.select().from(zoom_meetings).where(inArray(zoom_meetings.booking_id, booking_ids))
  return new Map(rows.map((row) => [row.booking_id, row]))
}

/** A meeting of a booking that is over, or a second one of a booking that lives, goes; one at another time moves. */
async function compare(
  ctx: Context,
  account: ZoomAccount,
  meeting: MarkedMeeting,
  booking: Booking,
  known: string | undefined,
): Promise<void> {
  if (!isSettled(ctx, booking)) return
  const second =
    booking.status === 'confirmed' && known !== undefined && known !== meeting.provider_meeting_id
  if (isOver(booking) || second) return remove(ctx, account, meeting, booking)
  if (booking.status === 'confirmed' && meeting.start_ms !== standing(booking).start_ms)
    await follow(ctx, booking)
}

async function remove(
  ctx: Context,
  account: ZoomAccount,
  meeting: MarkedMeeting,
  seen: Booking,
): Promise<void> {
  if (!(await isUntouched(ctx, seen))) return
  const { provider_meeting_id } = meeting
  await ctx.zoom.delete(account, provider_meeting_id)
  await track(ctx.db, ctx, {
    booking: seen,
    kind: 'orphan_meeting_removed',
    detail: { provider_meeting_id, status: seen.status },
  })
}

async function follow(ctx: Context, booking: Booking): Promise<void> {
  if (await isTooEarly(ctx, booking)) return
  const id = ctx.entropy.id()
  await ctx.db.transaction(async (tx) => {
    const moved = await advance(tx, booking.id, ['confirmed'], { saga_id: id })
    if (moved) await startSaga(tx, ctx, moved, { id, kind: 'follow' })
  })
}

/** One try in so many hours, and none on a day on which Zoom refused more: a host has but a hundred changes a day. */
const FOLLOW_AGAIN_MS = 6 * 3_600_000

async function isTooEarly({ db, clock }: Context, booking: Booking): Promise<boolean> {
  const { sagas } = db.t
  const lately_ms = clock.now_ms() - FOLLOW_AGAIN_MS
  // Zoom's days are those of UTC.
  const today_ms = Math.floor(clock.now_ms() / DAY_MS) * DAY_MS
  const since = new Date(Math.min(lately_ms, today_ms))
  const ours = and(eq(sagas.booking_id, booking.id), eq(sagas.kind, 'follow'))
  const rows = await db.q
    .select({ began: sagas.created_at_utc, changed: sagas.updated_at_utc, steps: sagas.steps })
    .from(sagas)
    .where(and(ours, gt(sagas.updated_at_utc, since)))
  return rows.some(({ began, changed, steps }) => {
    const refused = steps.some(({ error }) => error?.startsWith('zoom_daily_limit'))
    return began.getTime() > lately_ms || (refused && changed.getTime() >= today_ms)
  })
}

/** The list is a hint; what cannot be read by its id is gone. */
async function seekMissing(
  ctx: Context,
  account: ZoomAccount,
  booking: Booking,
  id: string | undefined,
): Promise<void> {
  if (booking.status !== 'confirmed' || !isSettled(ctx, booking)) return
  if (id !== undefined && (await ctx.zoom.find(account, id))) return
  await askForMeeting(ctx.db, ctx, booking)
}

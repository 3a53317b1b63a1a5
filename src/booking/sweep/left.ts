import { and, asc, eq, gt, inArray, isNotNull, isNull } from 'drizzle-orm'
import type { Db } from '../../db/database.ts'
import { nowOf } from '../../lib/clock.ts'
import { followUp } from '../../tenants/followUp.ts'
import type { Context } from '../context.ts'

/** Whose meetings: all of a tenant's, or those of one of its salespersons. */
export interface Whose {
  tenant_id: string
  salesperson_id?: string
}

/** More meetings than this are counted in a follow-up, and not named. */
const MOST_NAMED = 100

const ADVICE =
  'These meetings still take place in the account that was replaced, and their links work as long as it lives; Holdfast can no longer change or delete them. Enter that account again to hand them back. Or leave them: a booking that is moved gets a new meeting, and for one that is canceled a follow-up names the meeting to delete. Where that account is closed, move or cancel these bookings.'

/**
 * Tells a person, once, of the upcoming meetings that stand in an account which nothing we have opens any more: one
 * follow-up for each such account. What has come back in reach is told of again if it is lost again.
 */
export async function tellOfLeft(ctx: Context, whose: Whose): Promise<void> {
  const meetings = await meetingsAhead(ctx, whose)
  const reach = await ctx.zoomAccounts.reach(whose.tenant_id)
  const isBack = (one: Ahead) => one.left_at_utc !== null && reach.includes(one.account_id ?? '')
  await mark(ctx.db, meetings.filter(isBack), null)
  const lost = meetings.filter(
    ({ account_id, left_at_utc }) =>
      account_id !== null && left_at_utc === null && !reach.includes(account_id),
  )
  // What one salesperson has lost, others have lost too: it is told of together.
  if (lost.length > 0 && whose.salesperson_id !== undefined)
    return tellOfLeft(ctx, { tenant_id: whose.tenant_id })
  for (const [account_id, those] of Map.groupBy(lost, (one) => one.account_id))
    await ctx.db.transaction((tx) => tell(tx, ctx, whose.tenant_id, account_id, those))
}

/** Writes down of the meetings of an earlier version that they stand in the account that serves now. */
export async function pinLeft(ctx: Context, whose: Whose): Promise<void> {
  const [account_id] = await ctx.zoomAccounts.reach(whose.tenant_id)
  if (account_id === undefined) return
  const unknown = (await meetingsAhead(ctx, whose)).filter((one) => one.account_id === null)
  const { zoom_meetings: rows } = ctx.db.t
  for (const ids of idsOf(unknown)) {
    const those = and(inArray(rows.booking_id, ids), isNull(rows.account_id))
    await ctx.db.q.update(rows).set({ account_id }).where(those)
  }
}

type Ahead = Awaited<ReturnType<typeof meetingsAhead>>[number]

/** The meetings of confirmed bookings that are still ahead, the next one first. */
function meetingsAhead({ db: { q, t }, clock }: Context, { tenant_id, salesperson_id }: Whose) {
  const { bookings, zoom_meetings: meeting, salespersons } = t
  const everybody = q
    .select({ id: salespersons.id })
    .from(salespersons)
    .where(eq(salespersons.tenant_id, tenant_id))
  return q
    .select({
      booking_id: meeting.booking_id,
      provider_meeting_id: meeting.provider_meeting_id,
      account_id: meeting.account_id,
      left_at_utc: meeting.left_at_utc,
      start_at_utc: bookings.start_at_utc,
    })
    .from(bookings)
    .innerJoin(meeting, eq(meeting.booking_id, bookings.id))
    .where(
      and(
        salesperson_id
          ? eq(bookings.salesperson_id, salesperson_id)
          : inArray(bookings.salesperson_id, everybody),
        eq(bookings.status, 'confirmed'),
        gt(bookings.start_at_utc, nowOf(clock)),
      ),
    )
    .orderBy(asc(bookings.start_at_utc))
}

/** Who marks a meeting tells of it: of two that look at one time, the second has nothing to tell. */
async function tell(
  tx: Db,
  ctx: Context,
  tenant_id: string,
  account_id: string | null,
  lost: Ahead[],
): Promise<void> {
  const marked = await mark(tx, lost, nowOf(ctx.clock))
  const told = lost.filter(({ booking_id }) => marked.has(booking_id))
  if (told.length === 0) return
  const named = told.slice(0, MOST_NAMED).map(({ booking_id, provider_meeting_id, start_at_utc }) => ({
    booking_id,
    provider_meeting_id,
    start_at_utc: start_at_utc.toISOString(),
  }))
  const detail = { account_id, meetings: told.length, named, advice: ADVICE }
  await followUp(tx, ctx, { tenant_id, kind: 'zoom_account_replaced', detail })
}

/** Notes when a person was told; null: nobody need be. Answers whose note has changed. */
async function mark({ q, t }: Db, meetings: Ahead[], left_at_utc: Date | null): Promise<Set<string>> {
  const { zoom_meetings: rows } = t
  const changed = new Set<string>()
  for (const ids of idsOf(meetings)) {
    const other = left_at_utc === null ? isNotNull(rows.left_at_utc) : isNull(rows.left_at_utc)
    const those = and(inArray(rows.booking_id, ids), other)
    const done = await q.update(rows).set({ left_at_utc }).where(those).returning({ id: rows.booking_id })
    for (const { id } of done) changed.add(id)
  }
  return changed
}

const MOST_TOGETHER = 500

function* idsOf(meetings: Ahead[]): Generator<string[]> {
  for (let i = 0; i < meetings.length; i += MOST_TOGETHER)
    yield meetings.slice(i, i + MOST_TOGETHER).map((one) => one.booking_id)
}

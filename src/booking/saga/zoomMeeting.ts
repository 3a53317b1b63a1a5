import { and, eq, ne } from 'drizzle-orm'
import type { Db } from '../../db/database.ts'
import { nowOf } from '../../lib/clock.ts'
import type { Made, Run, StepResult } from './saga.ts'

/** What is remembered of a booking's Zoom meeting beside its saga. */
export function keepMeeting({ ctx, booking }: Run, result: StepResult): Made {
  const now = nowOf(ctx.clock)
  const meeting = {
    booking_id: booking.id,
    tenant_id: booking.tenant_id,
    salesperson_id: booking.salesperson_id,
    provider_meeting_id: result.provider_meeting_id!,
    account_id: result.account_id!,
    left_at_utc: null,
    join_url: result.join_url!,
    start_url_sealed: result.start_url_sealed!,
    created_at_utc: now,
    updated_at_utc: now,
  }
  return { meeting }
}

/** A Zoom meeting and the account it stands in; null where that is not remembered: in the one that serves, then. */
export interface KnownMeeting {
  provider_meeting_id: string
  account_id: string | null
}

/** The booking's Zoom meeting as we remember it, from this saga or an earlier one. */
export async function knownMeeting({ ctx, booking, results }: Run): Promise<KnownMeeting | undefined> {
  const { provider_meeting_id, account_id } = results.zoom_meeting ?? results.move_zoom_meeting ?? {}
  if (provider_meeting_id && account_id) return { provider_meeting_id, account_id }
  return meetingOf(ctx.db, booking.id)
}

/** The Zoom meeting that is remembered with a booking. */
export async function meetingOf(db: Db, booking_id: string): Promise<KnownMeeting | undefined> {
  const { zoom_meetings: rows } = db.t
  const [row] = await db.q
    .select({ provider_meeting_id: rows.provider_meeting_id, account_id: rows.account_id })
    .from(rows)
    .where(eq(rows.booking_id, booking_id))
  return row
}

/** What a step remembers of a meeting that stays behind where its account was replaced, and whether a person knows. */
export async function leaving(
  { ctx, booking }: Run,
  { provider_meeting_id, account_id }: KnownMeeting,
): Promise<StepResult> {
  const { zoom_meetings: rows } = ctx.db.t
  const [row] = await ctx.db.q
    .select({ left_at_utc: rows.left_at_utc })
    .from(rows)
    .where(eq(rows.booking_id, booking.id))
  const told: StepResult = row?.left_at_utc ? { left_at_utc: row.left_at_utc.toISOString() } : {}
  return { left_meeting_id: provider_meeting_id, left_account_id: account_id!, ...told }
}

/** The meeting that this reschedule could not take along, because its account was replaced. */
export function leftMeeting({ results }: Pick<Run, 'results'>): KnownMeeting | undefined {
  const { left_meeting_id, left_account_id } = results.move_zoom_meeting ?? {}
  return left_meeting_id && left_account_id
    ? { provider_meeting_id: left_meeting_id, account_id: left_account_id }
    : undefined
}

/** Returns to the meeting that was left, once: it never moved, and its link is the one that the customer has. */
export async function returnToLeft({ ctx, booking, results }: Run, left: KnownMeeting): Promise<void> {
  const { zoom_meetings: rows } = ctx.db.t
  // The link to start it could not be read afresh from here; nothing else needs it.
  const start_url_sealed = await ctx.seal.seal('')
  const { left_at_utc: told } = results.move_zoom_meeting ?? {}
  // Whoever was told that it is left is not told again; who was not, the sweep tells.
  const left_at_utc = told === undefined ? null : new Date(told)
  const back = { ...left, left_at_utc, join_url: booking.join_url!, start_url_sealed }
  await ctx.db.q
    .update(rows)
    .set({ ...back, updated_at_utc: nowOf(ctx.clock) })
    .where(and(eq(rows.booking_id, booking.id), ne(rows.provider_meeting_id, left.provider_meeting_id)))
}

/** Forgets the meeting of a booking once it is deleted. */
export async function forgetMeeting(db: Db, booking_id: string): Promise<void> {
  await db.q.delete(db.t.zoom_meetings).where(eq(db.t.zoom_meetings.booking_id, booking_id))
}

/** The link by which one joins, as this saga or an earlier one has made it. */
export function joinUrlOf(run: Run): string | null {
  const { results, booking, saga } = run
  if (saga.status === 'undoing' && leftMeeting(run)) return booking.join_url
  const made = results.zoom_meeting ?? results.move_zoom_meeting ?? results.teams_link
  return made?.join_url ?? booking.join_url
}

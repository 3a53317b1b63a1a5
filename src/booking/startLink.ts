import { and, eq } from 'drizzle-orm'
import { Failure } from '../lib/failure.ts'
import { Problem } from '../lib/problem.ts'
import { audit } from '../tenants/audit.ts'
import type { TenantConfig } from '../tenants/tenantConfig.ts'
import { type ZoomMeeting, zoomAdvice } from '../zoom/zoom.ts'
import type { Booking } from './advance.ts'
import { askForMeeting } from './askForMeeting.ts'
import { auditOf } from './auditOf.ts'
import type { Context } from './context.ts'
import { findBooking } from './find.ts'
import { accountWith, OUT_OF_REACH_ADVICE } from './saga/zoomAccess.ts'
import { type KnownMeeting, meetingOf } from './saga/zoomMeeting.ts'

export interface StartLink {
  start_url: string
  expires_at_utc: string
}

/** "Get a meeting" of Zoom's documentation: a link to start lives so long. */
const LIFE_MS = 2 * 3_600_000

/**
 * Reads a fresh link by which the salesperson starts the Zoom meeting. Whoever has it is that salesperson at Zoom, so
 * that it is kept sealed, and audited who read it. Throws `booking_not_found`, `wrong_state` where no Zoom meeting
 * stands, `not_found` where somebody has deleted it at Zoom, and `zoom_refused` with what to do.
 */
export async function readStartLink(
  ctx: Context,
  config: TenantConfig,
  { booking_id, actor }: { booking_id: string; actor: string },
): Promise<StartLink> {
  const booking = await findBooking(ctx.db, booking_id, config.tenant.id)
  const known = await meetingOf(ctx.db, booking_id)
  if (booking.status !== 'confirmed' || known === undefined) throw noMeeting(booking)
  const asked_ms = ctx.clock.now_ms()
  const meeting = await readAtZoom(ctx, booking, known)
  await keep(ctx, booking, meeting, actor)
  return { start_url: meeting.start_url, expires_at_utc: new Date(asked_ms + LIFE_MS).toISOString() }
}

async function readAtZoom(ctx: Context, booking: Booking, known: KnownMeeting): Promise<ZoomMeeting> {
  const account = await accountWith(ctx, booking.tenant_id, known).catch(refused)
  if (!account) throw replaced(known)
  const meeting = await ctx.zoom.find(account, known.provider_meeting_id).catch(refused)
  if (meeting) return meeting
  // A saga that is at work sees to it by itself.
  if (booking.saga_id === null) await askForMeeting(ctx.db, ctx, booking)
  throw new Problem('not_found', 'The meeting is gone from Zoom. Move the booking, or cancel it.')
}

async function keep(ctx: Context, booking: Booking, meeting: ZoomMeeting, actor: string): Promise<void> {
  const start_url_sealed = await ctx.seal.seal(meeting.start_url)
  await ctx.db.transaction(async (tx) => {
    const { zoom_meetings: rows } = tx.t
    const same = eq(rows.provider_meeting_id, meeting.provider_meeting_id)
    await tx.q
      .update(rows)
      .set({ start_url_sealed })
      .where(and(eq(rows.booking_id, booking.id), same))
    const entry = auditOf(booking, { actor, source: 'admin', action: 'booking.start_link_read' })
    await audit(tx, ctx, entry)
  })
}

/** What may heal is for the edge to say. */
function refused(error: unknown): never {
  if (!(error instanceof Failure) || error.kind === 'retry') throw error
  const { code, message } = error
  throw new Problem('zoom_refused', message, { zoom_code: code, advice: zoomAdvice(code) })
}

function replaced({ provider_meeting_id, account_id }: KnownMeeting): Problem {
  const detail = `Meeting ${provider_meeting_id} stands in the Zoom account ${account_id}, which was replaced.`
  return new Problem('zoom_refused', detail, {
    zoom_code: 'zoom_account_replaced',
    advice: OUT_OF_REACH_ADVICE,
  })
}

function noMeeting({ status, location }: Booking): Problem {
  const detail =
    location.kind === 'zoom' ? `The booking is ${status}.` : 'The booking does not take place at Zoom.'
  return new Problem('wrong_state', detail, { booking_status: status })
}

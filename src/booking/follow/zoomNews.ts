import { and, eq, isNull, ne, or } from 'drizzle-orm'
import type { Db } from '../../db/database.ts'
import { nowOf } from '../../lib/clock.ts'
import { Problem } from '../../lib/problem.ts'
import { findTenantById } from '../../tenants/find.ts'
import type { ZoomSigner } from '../../tenants/zoomAccounts.ts'
import { readZoomNews, type ZoomNews } from '../../zoom/zoom.ts'
import type { Booking } from '../advance.ts'
import { askForMeeting } from '../askForMeeting.ts'
import type { Context } from '../context.ts'
import { track, trackOnce } from '../track.ts'

/** One POST of Zoom: the bytes as they came, and the two headers that prove them. */
export interface ZoomDelivery {
  raw: Uint8Array
  signature: string | undefined
  timestamp: string | undefined
}

/**
 * Takes news of Zoom: what it tells is written down once, however often it is delivered. Answers the proof of the URL
 * where Zoom asks for it. Throws `webhook_refused` for what is forged or stale, `invalid_request` for what cannot be
 * read; nothing is stored then.
 */
export async function zoomNews(
  ctx: Context,
  delivery: ZoomDelivery,
): Promise<{ plainToken: string; encryptedToken: string } | undefined> {
  const { news, signers } = await judged(ctx, delivery)
  switch (news.kind) {
    case 'refused':
      throw refusedAs(news.reason)
    case 'url_validation':
      return news.answer
    case 'ignored':
      return undefined
    default:
      await write(ctx, signers, news)
  }
}

/** Beyond this many bytes a body that names no account is not worth trying every tenant's secret on. */
const LONGEST_UNNAMED = 4096

/** What the delivery says, and all who may have signed it: tenants that share one app at Zoom share its secret. */
async function judged(
  ctx: Context,
  delivery: ZoomDelivery,
): Promise<{ news: ZoomNews; signers: ZoomSigner[] }> {
  const account_id = accountIn(delivery.raw)
  const unnamed = account_id === undefined && delivery.raw.length > LONGEST_UNNAMED
  const known = unnamed ? [] : await ctx.zoomAccounts.signers(account_id)
  let refused: ZoomNews = { kind: 'refused', reason: 'forged' }
  for (const { secret } of known) {
    const news = readZoomNews(delivery, secret, ctx.clock.now_ms())
    if (news.kind !== 'refused') return { news, signers: known.filter((one) => one.secret === secret) }
    if (news.reason !== 'forged') refused = news
  }
  return { news: refused, signers: [] }
}

/** The account that a body claims to speak of: only a hint at whose secret to try. */
function accountIn(raw: Uint8Array): string | undefined {
  return /"account_id"\s*:\s*"([\w.=-]{1,200})"/.exec(new TextDecoder().decode(raw))?.[1]
}

function refusedAs(reason: 'forged' | 'stale' | 'malformed'): Problem {
  if (reason === 'malformed')
    return new Problem('invalid_request', 'This is no event of Zoom that can be read')
  return new Problem(
    'webhook_refused',
    reason === 'stale'
      ? 'The time of the delivery lies more than five minutes away'
      : 'The signature is not that of a secret known here',
  )
}

type MeetingNews = Extract<ZoomNews, { provider_meeting_id: string }>

async function write(ctx: Context, signers: ZoomSigner[], news: MeetingNews): Promise<void> {
  const booking = await bookingOf(ctx.db, signers, news.provider_meeting_id)
  if (!booking) return
  const salesperson = news.kind === 'participant_joined' && (await isColleague(ctx, booking, news))
  await ctx.db.transaction(async (tx) => {
    const told = { booking, kind: TOLD[news.kind], detail: detailOf(news, salesperson) }
    if (!(await trackOnce(tx, ctx, told, news.news_id, news.at_ms))) return
    if (news.kind === 'meeting_deleted') return missing(tx, ctx, booking)
    const suggestion = suggestionOf(news, booking, salesperson)
    if (suggestion) await suggest(tx, ctx, booking, suggestion)
  })
}

const TOLD = {
  participant_joined: 'participant_joined',
  meeting_ended: 'meeting_ended',
  meeting_deleted: 'meeting_deleted_at_zoom',
} as const

function detailOf(news: MeetingNews, is_salesperson: boolean): Record<string, unknown> {
  const at_utc = new Date(news.at_ms).toISOString()
  return news.kind === 'participant_joined' ? { at_utc, is_salesperson } : { at_utc }
}

/** The booking whose meeting it is, if one of the signers may speak of it. */
async function bookingOf(db: Db, signers: ZoomSigner[], meeting_id: string): Promise<Booking | undefined> {
  for (const signer of signers) {
    const booking = await spokenOf(db, signer, meeting_id)
    if (booking) return booking
  }
  return undefined
}

async function spokenOf({ q, t }: Db, signer: ZoomSigner, meeting_id: string): Promise<Booking | undefined> {
  const { zoom_meetings: meeting, zoom_accounts: account, bookings } = t
  const { tenant_id, account_id } = signer
  // A tenant that has left the default account still has the meetings there that were made before.
  const madeThere =
    account_id === undefined
      ? undefined
      : and(eq(meeting.account_id, account_id), ne(account.account_id, account_id))
  const speaksFor =
    tenant_id === undefined ? or(isNull(account.tenant_id), madeThere) : eq(bookings.tenant_id, tenant_id)
  const [row] = await q
    .select({ booking: bookings })
    .from(meeting)
    .innerJoin(bookings, eq(bookings.id, meeting.booking_id))
    .leftJoin(account, eq(account.tenant_id, bookings.tenant_id))
    .where(and(eq(meeting.provider_meeting_id, meeting_id), speaksFor))
  return row?.booking
}

/** True for the host, and for whoever has the address of one of the booking's salespersons. */
async function isColleague(
  ctx: Context,
  booking: Booking,
  { is_salesperson, email }: Extract<MeetingNews, { kind: 'participant_joined' }>,
): Promise<boolean> {
  if (is_salesperson || email === undefined) return is_salesperson
  const { salespersons } = await findTenantById(ctx.catalogue, ctx.db, booking.tenant_id)
  return [...salespersons.values()].some((one) =>
    [one.email, one.zoom_user, one.mailbox].some((address) => address.toLowerCase() === email),
  )
}

/** Whoever looks into the room long before or after is not counted. */
const AROUND_MS = 60 * 60_000

/** A customer who came has attended; where the meeting has ended without one, nobody came. */
function suggestionOf(
  { kind, at_ms }: MeetingNews,
  { start_at_utc, end_at_utc }: Booking,
  is_salesperson: boolean,
): 'attended' | 'no_show' | undefined {
  const around = at_ms >= start_at_utc.getTime() - AROUND_MS && at_ms <= end_at_utc.getTime() + AROUND_MS
  if (kind === 'participant_joined') return around && !is_salesperson ? 'attended' : undefined
  return at_ms >= start_at_utc.getTime() ? 'no_show' : undefined
}

async function suggest(
  tx: Db,
  ctx: Context,
  booking: Booking,
  outcome: 'attended' | 'no_show',
): Promise<void> {
  const { bookings } = tx.t
  const already = bookings.attendance_suggestion
  const [changed] = await tx.q
    .update(bookings)
    .set({ attendance_suggestion: outcome })
    .where(
      and(
        eq(bookings.id, booking.id),
        eq(bookings.status, 'confirmed'),
        outcome === 'attended' ? or(isNull(already), ne(already, outcome)) : isNull(already),
      ),
    )
    .returning({ id: bookings.id })
  if (changed) await track(tx, ctx, { booking, kind: 'attendance_suggested', detail: { outcome } })
}

/** A deletion of our own is no news: the booking is no longer confirmed then, or a saga is at work on it. */
async function missing(tx: Db, ctx: Context, booking: Booking): Promise<void> {
  if (booking.status !== 'confirmed' || booking.saga_id !== null) return
  if (booking.end_at_utc <= nowOf(ctx.clock)) return
  await askForMeeting(tx, ctx, booking)
}

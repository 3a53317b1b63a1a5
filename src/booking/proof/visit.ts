import { Problem } from '../../lib/problem.ts'
import { DAY_MS } from '../../scheduling/date.ts'
import { findTenantById, meetingTypeById, salespersonsOf } from '../../tenants/find.ts'
import type { MeetingType, TenantConfig } from '../../tenants/tenantConfig.ts'
import type { Booking } from '../advance.ts'
import type { Context } from '../context.ts'
import { findBooking } from '../find.ts'
import { nextLetterAt } from '../hold/resend.ts'
import { noticeEnds } from '../notice.ts'
import { type PublicBooking, present } from '../present.ts'
import { isRestorable, RESTORE_WITHIN_MS } from '../restore.ts'
import { returningBy } from '../saga/returning.ts'
import { checkNotVoid, isConsumed } from './consume.ts'
import { PURPOSES, type Purpose, type TokenClaims } from './token.ts'

/** What a page may know of a booking, for whoever bears a token of it. */
export interface Visit {
  purpose: Purpose
  config: TenantConfig
  type: MeetingType
  booking: PublicBooking
  /** The slug of the salesperson who was asked for, as long as customers can have them. */
  with?: string
  /** As it is by the clock: a hold that is over is `expired` before anything has swept it. */
  status: Booking['status']
  /** The token has done what it allows. */
  used: boolean
  /** A change of a confirmed booking is under way. */
  changing: boolean
  /** A move has failed and is being put back: the booking has its time, and cannot be moved yet. */
  returning: boolean
  /** From when on another code may be sent, in epoch milliseconds. */
  resend_ms: number
  /** Until when a cancellation can be taken back, in epoch milliseconds. */
  undo_until_ms?: number
  /** What the customer may still do. */
  open: { cancel: boolean; reschedule: boolean }
}

/** A verification ends with its hold, and its page still offers other times; nothing else is shown late. */
const LATE_MS = { verify: DAY_MS, cancel: 0, reschedule: 0, hold: 0, show: 0 } satisfies Record<
  Purpose,
  number
>

/**
 * Looks at a booking by a token of any purpose, and changes nothing. Throws the `token_*` problems; `token_expired`
 * names the booking, so that a fresh link can be asked for, and `token_used` is the link of a letter that went to another
 * address. Throws `booking_not_found`.
 */
export async function visit(ctx: Context, token: string): Promise<Visit> {
  const claims = await readLate(ctx, token)
  await checkNotVoid(ctx.db, claims)
  const booking = await findBooking(ctx.db, claims.booking_id, claims.tenant_id)
  const config = await findTenantById(ctx.catalogue, ctx.db, booking.tenant_id)
  const type = meetingTypeById(config, booking.meeting_type_id)
  const now_ms = ctx.clock.now_ms()
  const busy = booking.status === 'confirmed' && booking.saga_id !== null
  const returning = busy && (await returningBy(ctx.db, booking.id)) !== null
  const may = (change: 'cancel' | 'reschedule') =>
    booking.status === 'confirmed' && now_ms <= noticeEnds(config, booking, change)
  return {
    purpose: claims.purpose,
    config,
    type,
    booking: present(config, booking),
    with: salespersonsOf(config, type).find(({ slug }) => slug === booking.assignment.asked_for)?.slug,
    status: isOver(booking, now_ms) ? 'expired' : booking.status,
    used: await isUsed(ctx, claims, booking),
    changing: busy && !returning,
    returning,
    resend_ms: nextLetterAt(booking),
    ...(isRestorable(booking, now_ms) && {
      undo_until_ms: booking.updated_at_utc.getTime() + RESTORE_WITHIN_MS,
    }),
    open: { cancel: may('cancel'), reschedule: may('reschedule') && !returning },
  }
}

/** A month: who comes later than that is told nothing at all. */
const READ_LATE_MS = 30 * DAY_MS

async function readLate(ctx: Context, token: string): Promise<TokenClaims> {
  const claims = await ctx.tokens.read(token, PURPOSES, READ_LATE_MS)
  const { booking_id, expires_at_ms, purpose } = claims
  if (ctx.clock.now_ms() < expires_at_ms + LATE_MS[purpose]) return claims
  throw new Problem('token_expired', 'The link is too old. Ask for a fresh one.', { booking_id })
}

function isOver({ status, hold_expires_at_utc }: Booking, now_ms: number): boolean {
  return status === 'held' && (hold_expires_at_utc?.getTime() ?? 0) <= now_ms
}

async function isUsed({ db }: Context, claims: TokenClaims, booking: Booking): Promise<boolean> {
  const { jti, purpose } = claims
  if (purpose === 'verify') return booking.verify_token_jti !== jti
  return purpose !== 'hold' && purpose !== 'show' && isConsumed(db, claims)
}

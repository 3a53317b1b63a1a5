import { and, eq, gt } from 'drizzle-orm'
import type { Db } from '../../db/database.ts'
import { enqueue } from '../../jobs/enqueue.ts'
import { nowOf } from '../../lib/clock.ts'
import { Problem } from '../../lib/problem.ts'
import type { Booking } from '../advance.ts'
import type { Context } from '../context.ts'
import { findBooking } from '../find.ts'
import { letterJob } from '../letters/letterJob.ts'
import { codeOf, hashCode } from '../proof/code.ts'
import { voidLinks } from '../proof/consume.ts'
import { track } from '../track.ts'

/** Between two letters to one address. */
const PAUSE_MS = 30_000
/** Letters that one hold may ask for besides its first: each gives five more tries at a code. */
const MOST = 5

/** From when on another code may be sent to the same address, in epoch milliseconds. */
export function nextLetterAt({ updated_at_utc }: Pick<Booking, 'updated_at_utc'>): number {
  return updated_at_utc.getTime() + PAUSE_MS
}

/**
 * Sends a new code for a hold, to another address when one is given. What was sent before is void; the hold ends when
 * it did. Throws `hold_expired`, `wrong_state`, and `rate_limited` with `retry_after_s` when it is too soon, without
 * when it was too often.
 */
export async function resend(ctx: Context, booking_id: string, email?: string): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    const booking = await findBooking(tx, booking_id)
    const other = email !== undefined && email.toLowerCase() !== booking.customer_email.toLowerCase()
    check(ctx, booking, other)
    const former = await countDown(tx, booking)
    const renewed = await renew(ctx, tx, booking, email)
    // Who loses the race has been served by the winner.
    if (!renewed) return
    const letter = booking.verify_token_jti!
    if (other) await voidLinks(tx, ctx, booking.id, [...former, letter])
    await enqueue(tx, ctx.clock, 'outbox_jobs', [letterJob('verification', renewed)])
    const detail = { other_address: other, former_letter: letter }
    await track(tx, ctx, { booking, kind: 'code_sent_again', detail })
  })
}

function check(ctx: Context, booking: Booking, other: boolean): void {
  const { status, hold_expires_at_utc } = booking
  const now_ms = ctx.clock.now_ms()
  if (status === 'expired' || (status === 'held' && hold_expires_at_utc!.getTime() <= now_ms))
    throw new Problem('hold_expired', 'The time is no longer held. Choose a time once more.')
  if (status !== 'held')
    throw new Problem('wrong_state', `A booking that is ${status} needs no code.`, { booking_status: status })
  const wait_ms = nextLetterAt(booking) - now_ms
  if (other || wait_ms <= 0) return
  const retry_after_s = Math.ceil(wait_ms / 1000)
  throw new Problem('rate_limited', `Another code can be sent in ${retry_after_s} s.`, { retry_after_s })
}

/** Answers which letters went before the last one: the ids of their tokens. */
async function countDown(tx: Db, { id }: Booking): Promise<string[]> {
  const { tracking_events: events } = tx.t
  const sent = await tx.q
    .select({ detail: events.detail })
    .from(events)
    .where(and(eq(events.booking_id, id), eq(events.kind, 'code_sent_again')))
  if (sent.length >= MOST)
    throw new Problem('rate_limited', 'No more codes are sent for this hold. Choose a time once more.')
  // An earlier version wrote down no letter.
  return sent.flatMap(({ detail }) => (typeof detail.former_letter === 'string' ? detail.former_letter : []))
}

/** A new token and a new code in one statement, by compare-and-set. */
async function renew(
  ctx: Context,
  tx: Db,
  booking: Booking,
  email = booking.customer_email,
): Promise<Booking | undefined> {
  const { bookings } = tx.t
  const jti = ctx.entropy.id()
  const [renewed] = await tx.q
    .update(bookings)
    .set({
      customer_email: email,
      verify_token_jti: jti,
      code_hash: hashCode(ctx.code_secret, booking.id, codeOf(ctx.code_secret, booking.id, jti)),
      code_tries: 0,
      updated_at_utc: nowOf(ctx.clock),
    })
    .where(
      and(
        eq(bookings.id, booking.id),
        eq(bookings.status, 'held'),
        eq(bookings.verify_token_jti, booking.verify_token_jti ?? ''),
        gt(bookings.hold_expires_at_utc, nowOf(ctx.clock)),
      ),
    )
    .returning()
  return renewed
}

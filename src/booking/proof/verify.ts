import { and, eq, gt, isNull, lt, sql } from 'drizzle-orm'
import type { Db } from '../../db/database.ts'
import { nowOf } from '../../lib/clock.ts'
import { Problem } from '../../lib/problem.ts'
import { findTenantById } from '../../tenants/find.ts'
import type { Booking } from '../advance.ts'
import { keepClaims } from '../claim.ts'
import { claimFor } from '../claimFor.ts'
import type { Context } from '../context.ts'
import { findBooking, findByToken } from '../find.ts'
import { orAlternatives } from '../hold/refused.ts'
import { type Outcome, outcomeOf, startSaga } from '../saga/start.ts'
import { type Offer, offerOf } from '../slots/offer.ts'
import type { Slots } from '../slots/slots.ts'
import { track } from '../track.ts'
import { codeMatches } from './code.ts'

export type Proof = { token: string } | { booking_id: string; code: string }

/** A code may be tried this often. */
const TRIES = 5

/**
 * Takes the proof of the address and begins the confirmation: token consumed, claim kept, saga enqueued, in one
 * transaction. Waits for the saga for at most 8 s, or as long as is said. Throws the `token_*`, `code_*` and
 * `hold_expired` problems.
 */
export async function verify(
  ctx: Context,
  slots: Slots,
  proof: Proof,
  patience_ms?: number,
): Promise<Outcome> {
  const booking = 'token' in proof ? await byToken(ctx, proof.token) : await byCode(ctx, proof)
  checkLiving(ctx, booking)
  const config = await findTenantById(ctx.catalogue, ctx.db, booking.tenant_id)
  const offer = offerOf(config, booking)
  const saga_id = await orAlternatives(slots, offer, booking.start_at_utc.getTime(), () =>
    ctx.db.transaction((tx) => begin(ctx, tx, offer, booking)),
  )
  ctx.wake()
  return outcomeOf(ctx, config, saga_id, patience_ms)
}

async function byToken(ctx: Context, token: string): Promise<Booking> {
  const claims = await ctx.tokens.read(token, ['verify'])
  const booking = await findByToken(ctx.db, claims)
  if (booking.verify_token_jti !== claims.jti) throw used(booking)
  return booking
}

/** True for the code of this booking, whether it has been used or not. Takes one of the five tries. */
export async function provesAddress(ctx: Context, booking_id: string, code: string): Promise<boolean> {
  const booking = await takeTry(ctx, booking_id)
  return booking !== undefined && isCodeOf(ctx, booking, code)
}

/** Uses up a try before anybody looks, so that many guesses at once are not more than five. */
async function takeTry({ db }: Context, booking_id: string): Promise<Booking | undefined> {
  const { bookings } = db.t
  const [booking] = await db.q
    .update(bookings)
    .set({ code_tries: sql`${bookings.code_tries} + 1` })
    .where(and(eq(bookings.id, booking_id), lt(bookings.code_tries, TRIES)))
    .returning()
  return booking
}

function isCodeOf(ctx: Context, { id, code_hash }: Booking, code: string): boolean {
  if (code_hash === null) return false
  const { code_secret, code_secret_previous: previous } = ctx
  if (codeMatches(code_secret, id, code, code_hash)) return true
  return previous !== undefined && codeMatches(previous, id, code, code_hash)
}

async function byCode(
  ctx: Context,
  { booking_id, code }: { booking_id: string; code: string },
): Promise<Booking> {
  const booking = await takeTry(ctx, booking_id)
  if (!booking) {
    await findBooking(ctx.db, booking_id)
    throw new Problem(
      'code_exhausted',
      'The code was wrong five times. Use the link in the letter, or hold again.',
    )
  }
  if (booking.verify_token_jti === null) throw used(booking)
  if (isCodeOf(ctx, booking, code)) return booking
  const left = TRIES - booking.code_tries
  throw new Problem('code_wrong', left === 1 ? 'One try is left.' : `${left} tries are left.`, {
    tries_left: left,
  })
}

function used(booking: Booking): Problem {
  return booking.status === 'expired'
    ? holdExpired()
    : new Problem('token_used', 'This was confirmed already, or a newer letter was sent.', {
        status: booking.status,
      })
}

function holdExpired(): Problem {
  return new Problem(
    'hold_expired',
    'The time was held for you until now and is free again. Choose a time once more.',
  )
}

function checkLiving(ctx: Context, { status, hold_expires_at_utc }: Booking) {
  if (status === 'canceled') throw new Problem('wrong_state', 'This booking was canceled.', { status })
  if (status === 'expired' || (hold_expires_at_utc?.getTime() ?? 0) <= ctx.clock.now_ms()) throw holdExpired()
}

async function begin(ctx: Context, tx: Db, offer: Offer, booking: Booking): Promise<string> {
  const saga_id = ctx.entropy.id()
  const moved = await consume(ctx, tx, booking, saga_id)
  if (!moved) throw used(await findBooking(tx, booking.id))
  // A failed confirmation has freed its time; a second try must win it again.
  const kept = booking.status === 'failed' ? claimFor(ctx, tx, offer, moved) : keepClaims(tx, booking.id)
  await Promise.all([
    kept,
    startSaga(tx, ctx, moved, {
      id: saga_id,
      kind: 'confirm',
      context: { verify_token_jti: booking.verify_token_jti },
    }),
    track(tx, ctx, { booking, kind: 'confirming' }),
  ])
  return saga_id
}

/** Compares and clears the token in the same statement that moves the booking: it is used once. */
async function consume(
  ctx: Context,
  tx: Db,
  booking: Booking,
  saga_id: string,
): Promise<Booking | undefined> {
  const { bookings } = tx.t
  const [moved] = await tx.q
    .update(bookings)
    .set({
      status: 'confirming',
      source: 'customer',
      verify_token_jti: null,
      saga_id,
      revision: sql`${bookings.revision} + 1`,
      updated_at_utc: nowOf(ctx.clock),
    })
    .where(
      and(
        eq(bookings.id, booking.id),
        eq(bookings.status, booking.status),
        eq(bookings.verify_token_jti, booking.verify_token_jti ?? ''),
        gt(bookings.hold_expires_at_utc, nowOf(ctx.clock)),
        isNull(bookings.saga_id),
      ),
    )
    .returning()
  return moved
}

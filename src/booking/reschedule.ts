import type { Db } from '../db/database.ts'
import { refusalOf } from '../db/refusal.ts'
import { nowOf } from '../lib/clock.ts'
import { Problem } from '../lib/problem.ts'
import { refusal } from '../scheduling/explain.ts'
import { findTenantById } from '../tenants/find.ts'
import { advance, type Booking } from './advance.ts'
import { claimFor } from './claimFor.ts'
import type { Context } from './context.ts'
import { findBooking, findByToken } from './find.ts'
import { ownOf } from './follow/ownEvent.ts'
import { hashBody, type KeyUse, oneAtATime, remember, replaysOf } from './hold/idempotency.ts'
import { orAlternatives, Refused } from './hold/refused.ts'
import { checkNotice } from './notice.ts'
import { consume } from './proof/consume.ts'
import type { TokenClaims } from './proof/token.ts'
import { type Outcome, outcomeOf, startSaga } from './saga/start.ts'
import { agendaOf, around, claimsOf, spansOf } from './slots/agenda.ts'
import type { BusyTimes } from './slots/busy.ts'
import { lookAround } from './slots/lookAround.ts'
import { type Offer, offerOf } from './slots/offer.ts'
import type { Slots } from './slots/slots.ts'
import { checkTime, instantAt } from './slots/time.ts'
import { track } from './track.ts'

export interface RescheduleWish {
  token: string
  start_at_utc: string
}

/** Waits for the saga for at most 8 s, or as long as is said. */
export type Reschedule = (
  key: string,
  wish: RescheduleWish,
  patience_ms?: number,
) => Promise<Outcome & { replayed: boolean }>

/**
 * Moves a booking to another slot of the same salespersons: claims the new time beside the old one and begins the
 * saga. Throws the `token_*` problems, `notice_too_short`, `slot_taken`, `slot_not_offered`, `wrong_state`.
 */
export function reschedules(ctx: Context, slots: Slots): Reschedule {
  const alone = oneAtATime()
  return async (key, wish, patience_ms) => {
    const token = await ctx.tokens.read(wish.token, ['reschedule'])
    const use: KeyUse = { tenant_id: token.tenant_id, route: 'reschedule', key, body_hash: hashBody(wish) }
    return alone(use, async () => {
      const [stored] = await replaysOf(ctx.db, [use])
      if (stored instanceof Problem) throw stored
      const booking = await findByToken(ctx.db, token)
      const config = await findTenantById(ctx.catalogue, ctx.db, booking.tenant_id)
      const known = stored?.reply as { saga_id: string } | undefined
      const start_ms = instantAt('start_at_utc', wish.start_at_utc)
      const offer = { ...offerOf(config, booking), own: await ownOf(ctx.db, booking) }
      const outcome = await orAlternatives(slots, offer, start_ms, async () => {
        const saga_id = known?.saga_id ?? (await begin(ctx, { booking, offer, start_ms, token, use }))
        return outcomeOf(ctx, config, saga_id, patience_ms)
      })
      return { ...outcome, replayed: known !== undefined }
    })
  }
}

/** What is to be moved where, by which token, under which key. */
interface Move {
  booking: Booking
  offer: Offer
  start_ms: number
  token: TokenClaims
  use: KeyUse
}

async function begin(ctx: Context, move: Move): Promise<string> {
  const { booking, offer, start_ms } = move
  if (booking.status !== 'confirmed') throw wrongState(booking)
  checkTime(ctx, offer, start_ms)
  const busy = await lookAround(ctx, offer, start_ms)
  return ctx.db.transaction((tx) => place(ctx, tx, move, busy))
}

async function place(ctx: Context, tx: Db, move: Move, busy: BusyTimes['busy']): Promise<string> {
  const { booking, offer, start_ms, token, use } = move
  const id = ctx.entropy.id()
  await consume(tx, ctx, token)
  const change = { saga_id: id, updated_at_utc: nowOf(ctx.clock) }
  const moved = await advance(tx, booking.id, ['confirmed'], change)
  if (!moved) throw wrongState(await findBooking(tx, booking.id))
  checkNotice(offer.config, moved, 'reschedule', ctx.clock.now_ms())
  const claims = await judge(ctx, tx, move, moved, busy)
  const start_at_utc = new Date(start_ms)
  const end_at_utc = new Date(start_ms + offer.type.length_minutes * 60_000)
  await claimFor(ctx, tx, offer, { ...moved, start_at_utc, end_at_utc }, claims)
  const context = { start_at_utc: start_at_utc.toISOString(), end_at_utc: end_at_utc.toISOString() }
  await startSaga(tx, ctx, { ...moved, revision: moved.revision + 1 }, { id, kind: 'reschedule', context })
  await track(tx, ctx, { booking, kind: 'rescheduling', detail: context })
  await remember(tx, ctx, [{ ...use, status: 202, reply: { saga_id: id } }]).catch(reused)
  return id
}

/**
 * The generator's verdict, with the booking's own claim and event left out: it may move by a few minutes. Answers
 * the claims it looked at; throws `Refused`.
 */
async function judge(ctx: Context, tx: Db, { offer, start_ms }: Move, now: Booking, busy: BusyTimes['busy']) {
  if (now.start_at_utc.getTime() === start_ms) throw new Refused('unchanged', 'The booking has this time.')
  const now_ms = ctx.clock.now_ms()
  const claims = await claimsOf(tx, spansOf(offer.salespersons, around(offer.type, start_ms)))
  for (const one of offer.salespersons) {
    const agenda = agendaOf(one, claims.get(one.id), busy.get(one.id), now_ms, offer.own)
    const refused = refusal(ctx.zones, offer.type, agenda, start_ms, now_ms)
    if (refused) throw new Refused(refused.rule, refused.detail)
  }
  return claims
}

function reused(error: unknown): never {
  if (refusalOf(error) === 'duplicate')
    throw new Problem('idempotency_in_progress', 'Wait for the first request with this key')
  throw error
}

function wrongState({ status, saga_id }: Booking): Problem {
  const changing = status === 'confirmed' && saga_id !== null
  return new Problem(
    'wrong_state',
    changing
      ? 'The booking is being changed right now. Try again in a moment.'
      : `A booking that is ${status} cannot be moved.`,
    { booking_status: status },
  )
}

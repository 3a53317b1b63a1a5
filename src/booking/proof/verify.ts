import { gather } from '../../lib/gather.ts'
import { Problem } from '../../lib/problem.ts'
import { together } from '../../lib/together.ts'
import type { Booking } from '../advance.ts'
import type { Context } from '../context.ts'
import { findBooking } from '../find.ts'
import { orAlternatives } from '../hold/refused.ts'
import { type Outcome, outcomeOf } from '../saga/start.ts'
import { type Offer, offerOf } from '../slots/offer.ts'
import type { Slots } from '../slots/slots.ts'
import { type Beginning, begin, beginAgain } from './begin.ts'
import { type Presented, type Proven, prove } from './prove.ts'
import { holdExpired, used } from './used.ts'

export type Proof = { token: string } | { booking_id: string; code: string }

/**
 * Waits for the saga for at most 8 s, or as long as is said. Throws the `token_*`, `code_*` and `hold_expired` problems,
 * and `slot_taken` with the three nearest where the calendar has changed meanwhile.
 */
export type Verify = (proof: Proof, patience_ms?: number) => Promise<Outcome>

/**
 * Takes the proof of the address and begins the confirmation: token consumed, claim kept, saga enqueued, in one
 * transaction. Proofs that arrive together are judged and committed together.
 */
export function verification(ctx: Context, slots: Slots): Verify {
  const judge = gather((proofs: Presented[]) => together(proofs, (all) => prove(ctx, all)), ctx.gathering)
  const start = gather(
    (those: Beginning[]) => together(those, (all) => ctx.db.transaction((tx) => begin(ctx, tx, all))),
    ctx.gathering,
  )

  /** A failed confirmation has freed its time; a second try must win it again, alone. */
  const again = (offer: Offer, beginning: Beginning) =>
    ctx.db.transaction((tx) => beginAgain(ctx, tx, offer, beginning))

  const confirm = async ({ booking, config }: Proven, offer: Offer, patience_ms?: number) => {
    const beginning = { booking, saga_id: ctx.entropy.id(), traceparent: ctx.tracer.current() }
    const begun = await (booking.status === 'failed' ? again(offer, beginning) : start(beginning))
    if (!begun) throw used(await findBooking(ctx.db, booking.id))
    return outcomeOf(ctx, config, beginning.saga_id, patience_ms)
  }

  return async (proof, patience_ms) => {
    const proven = await judge(await presented(ctx, proof))
    const { booking, config } = proven
    checkLiving(ctx, booking)
    const offer = offerOf(config, booking)
    return orAlternatives(slots, offer, booking.start_at_utc.getTime(), () =>
      confirm(proven, offer, patience_ms),
    )
  }
}

async function presented(ctx: Context, proof: Proof): Promise<Presented> {
  return 'token' in proof ? { claims: await ctx.tokens.read(proof.token, ['verify']) } : { ...proof }
}

function checkLiving(ctx: Context, { status, hold_expires_at_utc }: Booking) {
  if (status === 'canceled')
    throw new Problem('wrong_state', 'This booking was canceled.', { booking_status: status })
  if (status === 'expired' || (hold_expires_at_utc?.getTime() ?? 0) <= ctx.clock.now_ms()) throw holdExpired()
}

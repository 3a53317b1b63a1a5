import { sql } from 'drizzle-orm'
import type { Db } from '../db/database.ts'
import { nowOf } from '../lib/clock.ts'
import { Problem } from '../lib/problem.ts'
import { audit } from '../tenants/audit.ts'
import { findTenantById } from '../tenants/find.ts'
import { advance, type Booking } from './advance.ts'
import { auditOf } from './auditOf.ts'
import { claimFor } from './claimFor.ts'
import type { Context } from './context.ts'
import { findBooking } from './find.ts'
import { ownOf } from './follow/ownEvent.ts'
import { orAlternatives, Refused } from './hold/refused.ts'
import { type Outcome, outcomeOf, startSaga } from './saga/start.ts'
import { isOwn } from './slots/agenda.ts'
import { lookAround } from './slots/lookAround.ts'
import { type Offer, offerOf } from './slots/offer.ts'
import type { Slots } from './slots/slots.ts'
import { track } from './track.ts'

/** How long a customer's own cancellation may be taken back. */
export const RESTORE_WITHIN_MS = 10 * 60_000

/**
 * Takes a customer's cancellation back, within ten minutes and while the time is free: it is claimed again, and a
 * confirmation sets up a new meeting and a new event. That the caller may do this is the caller's to prove. Throws
 * `booking_not_found`, `wrong_state`, `slot_taken` with the three nearest, `calendar_unavailable`.
 */
export async function restore(
  ctx: Context,
  slots: Slots,
  { tenant_id, booking_id }: { tenant_id: string; booking_id: string },
  patience_ms?: number,
): Promise<Outcome> {
  const booking = await canceled(ctx, tenant_id, booking_id)
  const config = await findTenantById(ctx.catalogue, ctx.db, tenant_id)
  if (!isRestorable(booking, ctx.clock.now_ms())) throw tooLate(booking)
  const offer = offerOf(config, booking)
  return orAlternatives(slots, offer, booking.start_at_utc.getTime(), async () => {
    const busy = await lookAround(ctx, offer, booking.start_at_utc.getTime())
    // What the cancellation could not take away serves once more.
    const own = await ownOf(ctx.db, booking)
    if ([...busy.values()].flat().some((window) => !isOwn(window, own))) throw new Refused('busy')
    const saga_id = await ctx.db.transaction((tx) => begin(ctx, tx, offer, booking))
    return outcomeOf(ctx, config, saga_id, patience_ms)
  })
}

/** Who thinks better of it at once waits until the cancellation has been carried out. */
async function canceled(ctx: Context, tenant_id: string, booking_id: string): Promise<Booking> {
  const booking = await findBooking(ctx.db, booking_id, tenant_id)
  if (booking.status !== 'canceled' || booking.saga_id === null) return booking
  await ctx.settled.wait(booking.saga_id, PATIENCE_MS)
  return findBooking(ctx.db, booking_id, tenant_id)
}

const PATIENCE_MS = 3000

/**
 * True while the customer's own cancellation of this booking may still be taken back. A hold that made room for another
 * is canceled too, but nobody has proven its address.
 */
export function isRestorable(
  booking: Pick<Booking, 'status' | 'source' | 'revision' | 'start_at_utc' | 'updated_at_utc'>,
  now_ms: number,
): boolean {
  const { status, source, revision, start_at_utc, updated_at_utc } = booking
  // The confirmation counted one, the cancellation the next.
  const own = status === 'canceled' && source === 'customer' && revision > 1
  return own && start_at_utc.getTime() > now_ms && now_ms - updated_at_utc.getTime() <= RESTORE_WITHIN_MS
}

async function begin(ctx: Context, tx: Db, offer: Offer, booking: Booking): Promise<string> {
  const saga_id = ctx.entropy.id()
  const restored = await advance(tx, booking.id, ['canceled'], {
    status: 'confirming',
    source: 'customer',
    cancel_reason: null,
    revision: sql`${tx.t.bookings.revision} + 1`,
    saga_id,
    updated_at_utc: nowOf(ctx.clock),
  })
  if (!restored) throw stillCanceling()
  await claimFor(ctx, tx, offer, restored)
  await startSaga(tx, ctx, restored, { id: saga_id, kind: 'confirm' })
  await track(tx, ctx, { booking, kind: 'restored' })
  const by = { actor: 'customer', source: 'customer' as const }
  await audit(tx, ctx, auditOf(booking, { ...by, action: 'booking.restored' }))
  return saga_id
}

function tooLate({ status }: Booking): Problem {
  return new Problem(
    'wrong_state',
    'Only a cancellation of your own, of the last ten minutes, can be undone.',
    {
      booking_status: status,
    },
  )
}

function stillCanceling(): Problem {
  return new Problem('wrong_state', 'The booking is being changed right now. Try again in a moment.', {
    booking_status: 'canceled',
  })
}

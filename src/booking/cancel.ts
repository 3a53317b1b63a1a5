import { sql } from 'drizzle-orm'
import type { Db } from '../db/database.ts'
import type { Source } from '../db/tables/bookings.ts'
import { nowOf } from '../lib/clock.ts'
import { Problem } from '../lib/problem.ts'
import { audit } from '../tenants/audit.ts'
import { findTenantById } from '../tenants/find.ts'
import { advance, type Booking } from './advance.ts'
import { auditOf } from './auditOf.ts'
import { freeClaims } from './claim.ts'
import type { Context } from './context.ts'
import { findBooking, findByToken } from './find.ts'
import { checkNotice } from './notice.ts'
import { type PublicBooking, present } from './present.ts'
import { consume } from './proof/consume.ts'
import { returningBy } from './saga/returning.ts'
import { startSaga } from './saga/start.ts'
import { track } from './track.ts'

/** Who cancels, and why. */
export interface Cancellation {
  source: Source
  /** As the audit names them: `customer`, `admin_key`, `key:{name}`, `outlook`. */
  actor: string
  reason?: string
}

/** Cancels for the customer who holds the token. Throws the `token_*` problems, `notice_too_short`, `wrong_state`. */
export async function cancelByToken(ctx: Context, token: string, reason?: string): Promise<PublicBooking> {
  const claims = await ctx.tokens.read(token, ['cancel'])
  const booking = await findByToken(ctx.db, claims)
  const config = await findTenantById(ctx.catalogue, ctx.db, booking.tenant_id)
  const canceled = await ctx.db.transaction(async (tx) => {
    await consume(tx, ctx, claims)
    const canceled = await cancelOr409(tx, ctx, booking, { source: 'customer', actor: 'customer', reason })
    // By the time that stands now: the booking may have been moved since it was read.
    checkNotice(config, canceled, 'cancel', ctx.clock.now_ms())
    return canceled
  })
  return present(config, canceled)
}

/** Cancels for an admin, whatever the notice. Throws `booking_not_found`, `wrong_state`. */
export async function cancelByAdmin(
  ctx: Context,
  {
    tenant_id,
    booking_id,
    actor,
    reason,
  }: { tenant_id: string; booking_id: string; actor: string; reason?: string },
): Promise<Booking> {
  const booking = await findBooking(ctx.db, booking_id, tenant_id)
  return ctx.db.transaction((tx) => cancelOr409(tx, ctx, booking, { source: 'admin', actor, reason }))
}

async function cancelOr409(tx: Db, ctx: Context, booking: Booking, by: Cancellation): Promise<Booking> {
  const canceled = await cancel(tx, ctx, booking, by)
  if (canceled) return canceled
  const now = await findBooking(tx, booking.id)
  const { status, saga_id } = now
  // What was held when it was read may be confirmed by now, and what was being changed may have come to rest.
  if (status === 'confirmed' && (booking.status === 'held' || saga_id === null))
    return cancelOr409(tx, ctx, now, by)
  const detail =
    status === 'confirmed'
      ? 'The booking is being changed right now. Try again in a moment.'
      : `A booking that is ${status} cannot be canceled.`
  throw new Problem('wrong_state', detail, { booking_status: status })
}

/**
 * Cancels a held or confirmed booking in the caller's transaction: the time is free at once, and a saga takes away
 * what stands outside. A move that is only being put back is no hindrance. Answers `undefined` when another was quicker.
 */
export async function cancel(
  tx: Db,
  ctx: Context,
  booking: Booking,
  by: Cancellation,
): Promise<Booking | undefined> {
  const from = booking.status === 'held' ? 'held' : 'confirmed'
  // By the state it is canceled from, and not by the one it was read in: it may have been on its way to that.
  const saga_id = from === 'confirmed' ? ctx.entropy.id() : null
  const change = {
    status: 'canceled' as const,
    source: by.source,
    cancel_reason: by.reason ?? null,
    revision: sql`${tx.t.bookings.revision} + 1`,
    saga_id,
    verify_token_jti: null,
    updated_at_utc: nowOf(ctx.clock),
  }
  const canceled =
    (await advance(tx, booking.id, [from], change)) ??
    (await advance(tx, booking.id, [from], change, await returningBy(tx, booking.id)))
  if (!canceled) return undefined
  await freeClaims(tx, booking.id)
  if (saga_id) await startSaga(tx, ctx, canceled, { id: saga_id, kind: 'cancel' })
  await track(tx, ctx, { booking, kind: 'canceled', detail: { source: by.source } })
  const { actor, source } = by
  await audit(tx, ctx, auditOf(booking, { actor, source, action: 'booking.canceled' }))
  return canceled
}

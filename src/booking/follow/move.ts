import type { Db } from '../../db/database.ts'
import { nowOf } from '../../lib/clock.ts'
import { MINUTE_MS } from '../../scheduling/date.ts'
import { audit } from '../../tenants/audit.ts'
import { meetingTypeById, salespersonById } from '../../tenants/find.ts'
import type { TenantConfig } from '../../tenants/tenantConfig.ts'
import { advance, type Booking } from '../advance.ts'
import { askAbout } from '../askAbout.ts'
import { forgottenByMove } from '../attendance.ts'
import { auditOf } from '../auditOf.ts'
import { claimsFor, freeClaims } from '../claim.ts'
import type { Context } from '../context.ts'
import { sweepExpired } from '../hold/expire.ts'
import { startSaga } from '../saga/start.ts'
import { claimsOf, spansOf } from '../slots/agenda.ts'
import { track } from '../track.ts'
import { Overtaken, type Sight, sawEvent } from './sawEvent.ts'

/** The database takes no longer claim. */
const LONGEST_CLAIM_MS = 48 * 60 * MINUTE_MS

/**
 * Lets a confirmed booking follow its event to another time: the claim moves or a person is told why it cannot, the
 * Zoom meeting moves along, and a person is asked to tell the customer. Throws `Overtaken`. Answers whether all of
 * the time could be claimed.
 */
export async function followMove(
  tx: Db,
  ctx: Context,
  config: TenantConfig,
  sight: Sight,
): Promise<{ claimed: boolean }> {
  const { booking, event } = sight
  await sawEvent(tx, ctx, sight)
  const id = booking.location.kind === 'zoom' ? ctx.entropy.id() : null
  const moved = await advance(tx, booking.id, ['confirmed'], {
    start_at_utc: new Date(event.start_ms),
    end_at_utc: new Date(event.end_ms),
    revision: booking.revision + 1,
    source: 'sales_manual',
    saga_id: id,
    ...forgottenByMove(event.start_ms, ctx.clock.now_ms()),
    updated_at_utc: nowOf(ctx.clock),
  })
  if (!moved) throw new Overtaken()
  ctx.looks.forget([booking.salesperson_id, ...booking.other_salesperson_ids])
  const claimed = await moveClaims(tx, ctx, config, moved)
  const times = timesOf(booking, moved)
  if (id) await startSaga(tx, ctx, moved, { id, kind: 'follow', context: contextOf(moved) })
  await tell(tx, ctx, moved, times)
  if (!claimed) await tellOverlap(tx, ctx, moved, times)
  return { claimed }
}

/** What the database accepts is claimed; false when somebody else has claimed part of the time. */
async function moveClaims(tx: Db, ctx: Context, config: TenantConfig, moved: Booking): Promise<boolean> {
  const type = meetingTypeById(config, moved.meeting_type_id)
  const wanted = claimsFor(ctx, type, moved, null).map(withinLimits)
  const salespersons = wanted.map(({ salesperson_id }) => salespersonById(config, salesperson_id))
  const [first] = wanted
  const span = { from_ms: first!.from_utc.getTime(), until_ms: first!.until_utc.getTime() }
  await sweepExpired(ctx, tx, await claimsOf(tx, spansOf(salespersons, span)))
  await freeClaims(tx, moved.id)
  return (await tx.claim(wanted)).size === wanted.length
}

/** In Outlook an event may be without length, or last for weeks; what no claim covers blocks as busy time. */
function withinLimits<Claim extends { from_utc: Date; until_utc: Date }>(claim: Claim): Claim {
  const from_ms = claim.from_utc.getTime()
  const length_ms = claim.until_utc.getTime() - from_ms
  const limited_ms = Math.min(Math.max(length_ms, MINUTE_MS), LONGEST_CLAIM_MS)
  return { ...claim, until_utc: new Date(from_ms + limited_ms) }
}

type Times = ReturnType<typeof timesOf>

function timesOf(before: Booking, after: Booking) {
  return {
    old_start_at_utc: before.start_at_utc.toISOString(),
    old_end_at_utc: before.end_at_utc.toISOString(),
    new_start_at_utc: after.start_at_utc.toISOString(),
    new_end_at_utc: after.end_at_utc.toISOString(),
  }
}

function contextOf({ start_at_utc, end_at_utc }: Booking) {
  return { start_at_utc: start_at_utc.toISOString(), end_at_utc: end_at_utc.toISOString() }
}

async function tell(tx: Db, ctx: Context, booking: Booking, detail: Times): Promise<void> {
  await track(
    tx,
    ctx,
    { booking, kind: 'event_moved_by_sales', detail },
    { booking, kind: 'customer_reinvite_required', detail },
  )
  const by = { actor: 'outlook', source: 'sales_manual' as const }
  await audit(tx, ctx, auditOf(booking, { ...by, action: 'booking.moved', detail }))
  await ask(tx, ctx, booking, 'customer_reinvite_required', detail)
}

async function tellOverlap(tx: Db, ctx: Context, booking: Booking, detail: Times): Promise<void> {
  await track(tx, ctx, { booking, kind: 'overlap_after_move', detail })
  await ask(tx, ctx, booking, 'overlap_after_move', detail)
}

/** One for each move: what was asked for an earlier one may have been done. */
async function ask(tx: Db, ctx: Context, booking: Booking, kind: string, detail: Times): Promise<void> {
  const key = `${kind}:${booking.id}:${booking.revision}`
  await askAbout(tx, ctx, booking, { kind, key, detail })
}

import type { Claimed, NewClaim } from '../../db/database.ts'
import { refusal } from '../../scheduling/explain.ts'
import type { Salesperson } from '../../tenants/tenantConfig.ts'
import type { Booking } from '../advance.ts'
import { claimsFor } from '../claim.ts'
import type { Context } from '../context.ts'
import { present } from '../present.ts'
import { agendaOf, type Claims } from '../slots/agenda.ts'
import { addTo, byTurn, type Loads } from './assign.ts'
import { newBooking } from './newBooking.ts'
import { type Prepared, readable } from './prepared.ts'
import type { HoldReply } from './wish.ts'

/** What the decisions of one batch rest on; each decision adds to it. */
export interface Board {
  claims: Claims
  loads: Loads
}

/** A hold that was decided on, to be stored. */
export interface Placed {
  prepared: Prepared
  booking: Booking
  claims: NewClaim[]
  reply: HoldReply
}

export interface Refusal {
  kind: 'refused'
  rule: string
  detail: string
}

/** Runs the generator against what is claimed now, and writes the decision down on the board. */
export function decide(ctx: Context, board: Board, one: Prepared): Placed | Refusal {
  const { type } = one.offer
  const verdicts = readable(one).map((it) => [it, verdictOf(ctx, board, one, it)] as const)
  const refused = verdicts.find(([, verdict]) => verdict)?.[1]
  const free = verdicts.filter(([, verdict]) => !verdict).map(([it]) => it)
  if (free.length === 0 || (type.staffing === 'all' && refused)) {
    // What tells the customer most: that somebody was quicker, when that is the reason for anyone.
    const telling = verdicts.find(([, verdict]) => verdict?.rule === 'claims')?.[1] ?? refused!
    return { kind: 'refused', rule: telling.rule, detail: telling.detail }
  }
  const chosen = type.staffing === 'all' ? free : [[...free].sort(byTurn(board.loads))[0]!]
  const placed = place(ctx, board, one, chosen, free)
  for (const claim of placed.claims) noteDown(ctx, board, claim)
  return placed
}

function verdictOf(
  ctx: Context,
  board: Board,
  { offer, busy, start_ms }: Prepared,
  salesperson: Salesperson,
) {
  const now_ms = ctx.clock.now_ms()
  const { id } = salesperson
  const agenda = agendaOf(salesperson, board.claims.get(id), busy.get(id), now_ms)
  return refusal(ctx.zones, offer.type, agenda, start_ms, now_ms)
}

function place(
  ctx: Context,
  board: Board,
  one: Prepared,
  chosen: Salesperson[],
  free: Salesperson[],
): Placed {
  const booking = newBooking(ctx, one, chosen, free, board.loads)
  const claims = claimsFor(ctx, one.offer.type, booking, booking.hold_expires_at_utc)
  const reply = { ...present(one.offer.config, booking), salesperson: chosen[0]!.slug }
  return { prepared: one, booking, claims, reply }
}

function noteDown(ctx: Context, { claims, loads }: Board, claim: NewClaim) {
  const { salesperson_id } = claim
  claims.set(salesperson_id, [...(claims.get(salesperson_id) ?? []), claimedBy(claim)])
  addTo(loads, salesperson_id, claim.from_utc.getTime(), ctx.clock.now_ms())
}

function claimedBy({ id, booking_id, salesperson_id, ...claim }: NewClaim): Claimed {
  return {
    ...{ id, booking_id, salesperson_id },
    from_ms: claim.from_utc.getTime(),
    until_ms: claim.until_utc.getTime(),
    start_ms: claim.start_at_utc.getTime(),
    expires_ms: claim.expires_at_utc?.getTime() ?? null,
  }
}

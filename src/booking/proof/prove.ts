import { and, inArray, lt, sql } from 'drizzle-orm'
import { padded } from '../../lib/padded.ts'
import { Problem } from '../../lib/problem.ts'
import type { TenantConfig } from '../../tenants/tenantConfig.ts'
import type { Booking } from '../advance.ts'
import type { Context } from '../context.ts'
import { findBooking, findBookings, foreignTo, noBooking } from '../find.ts'
import { codeMatches } from './code.ts'
import type { TokenClaims } from './token.ts'
import { used } from './used.ts'

/** A token whose signature holds, or a code that may be wrong. */
export type Presented = { claims: TokenClaims } | { booking_id: string; code: string }

/** A booking whose customer has proven the address. */
export interface Proven {
  booking: Booking
  config: TenantConfig
}

/** A code may be tried this often. */
const TRIES = 5

/** Judges proofs that were presented at one time, by three queries; an answer is the problem where one is wrong. */
export async function prove(ctx: Context, proofs: Presented[]): Promise<(Proven | Error)[]> {
  const judged = await Promise.all([
    judgeTokens(
      ctx,
      proofs.filter((one) => 'claims' in one),
    ),
    judgeCodes(
      ctx,
      proofs.filter((one) => 'code' in one),
    ),
  ])
  const all = new Map(judged.flatMap((some) => [...some]))
  const bookings = proofs.map((proof) => all.get(proof) ?? noBooking())
  const tenants = bookings.flatMap((one) => (one instanceof Error ? [] : one.tenant_id))
  const configs = await ctx.catalogue.byId(ctx.db, [...new Set(tenants)])
  return bookings.map((booking) => {
    if (booking instanceof Error) return booking
    const config = configs.get(booking.tenant_id)
    return config
      ? { booking, config }
      : new Problem('tenant_not_found', 'The tenant of this booking is gone')
  })
}

/** True for the code of this booking, whether it has been used or not. Takes one of the five tries. */
export async function provesAddress(ctx: Context, booking_id: string, code: string): Promise<boolean> {
  const booking = (await takeTries(ctx, [booking_id])).get(booking_id)
  return booking !== undefined && isCodeOf(ctx, booking, code)
}

type Judged = Map<Presented, Booking | Error>

async function judgeTokens({ db }: Context, proofs: { claims: TokenClaims }[]): Promise<Judged> {
  if (proofs.length === 0) return new Map()
  const rows = await findBookings(
    db,
    proofs.map(({ claims }) => claims.booking_id),
  )
  const byId = new Map(rows.map((row) => [row.id, row]))
  return new Map(proofs.map((proof) => [proof, byToken(byId.get(proof.claims.booking_id), proof.claims)]))
}

function byToken(booking: Booking | undefined, claims: TokenClaims): Booking | Error {
  if (!booking) return noBooking()
  const foreign = foreignTo(booking, claims)
  if (foreign) return foreign
  return booking.verify_token_jti === claims.jti ? booking : used(booking)
}

type Code = { booking_id: string; code: string }

/** Several codes for one booking are tried one after the other: each takes a try of its own. */
async function judgeCodes(ctx: Context, proofs: Code[]): Promise<Judged> {
  const judged: Judged = new Map()
  for (let left = proofs; left.length > 0; left = left.filter((proof) => !judged.has(proof))) {
    const round = [...new Map(left.toReversed().map((proof) => [proof.booking_id, proof])).values()]
    const tried = await takeTries(
      ctx,
      round.map(({ booking_id }) => booking_id),
    )
    for (const proof of round)
      judged.set(proof, await byCode(ctx, tried.get(proof.booking_id), proof).catch((error: Error) => error))
  }
  return judged
}

/** Uses up a try before anybody looks, so that many guesses at once are not more than five. */
async function takeTries({ db }: Context, ids: string[]): Promise<Map<string, Booking>> {
  const { bookings } = db.t
  const rows = await db.q
    .update(bookings)
    .set({ code_tries: sql`${bookings.code_tries} + 1` })
    .where(and(inArray(bookings.id, padded(ids)), lt(bookings.code_tries, TRIES)))
    .returning()
  return new Map(rows.map((row) => [row.id, row]))
}

async function byCode(
  ctx: Context,
  booking: Booking | undefined,
  { booking_id, code }: Code,
): Promise<Booking> {
  if (!booking) {
    await findBooking(ctx.db, booking_id)
    const what = 'The code was wrong five times. Use the link in the letter, or hold again.'
    throw new Problem('code_exhausted', what)
  }
  if (booking.verify_token_jti === null) throw used(booking)
  if (isCodeOf(ctx, booking, code)) return booking
  const tries_left = TRIES - booking.code_tries
  const what = tries_left === 1 ? 'One try is left.' : `${tries_left} tries are left.`
  throw new Problem('code_wrong', what, { tries_left })
}

function isCodeOf(ctx: Context, { id, code_hash }: Booking, code: string): boolean {
  if (code_hash === null) return false
  const { code_secret, code_secret_previous: previous } = ctx
  if (codeMatches(code_secret, id, code, code_hash)) return true
  return previous !== undefined && codeMatches(previous, id, code, code_hash)
}

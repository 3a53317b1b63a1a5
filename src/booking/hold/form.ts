import { and, eq, inArray } from 'drizzle-orm'
import { Problem } from '../../lib/problem.ts'
import { findOpenTenant, openMeetingType } from '../../tenants/find.ts'
import type { TenantConfig } from '../../tenants/tenantConfig.ts'
import type { Booking } from '../advance.ts'
import { cancel } from '../cancel.ts'
import type { Context } from '../context.ts'
import type { Held, Hold } from './hold.ts'
import { hashBody } from './idempotency.ts'
import type { HoldWish } from './wish.ts'

/** Holds what a form asks for and answers the id of the booking. `key` names the form. */
export type HoldForm = (tenant: string, key: string, wish: HoldWish) => Promise<string>

/**
 * Holds for people, who press twice, go back, correct themselves and open a second tab. The same form sent again is
 * one hold; sent with other content, its former hold makes room; and the same wish from another tab finds the hold
 * that the first one made. Throws as `hold` does.
 */
export function holdsForm(ctx: Context, hold: Hold): HoldForm {
  const holdOnce = (tenant: string, key: string, wish: HoldWish) =>
    waiting(ctx, () => hold(tenant, key, wish))
  return async (tenant, key, wish) => {
    const first = await holdOnce(tenant, key, wish).catch(inTheWay)
    if (!(first instanceof Problem) && (await lives(ctx, first))) return first.reply.booking_id
    const { same, next_key, made } = await makeRoom(ctx, tenant, key, wish)
    if (same !== undefined) return same
    // Where only the key stands in the way, what was held under it has ended by itself, and the time may be free.
    if (first instanceof Problem && first.code === 'slot_taken' && !made) throw first
    return (await holdOnce(tenant, next_key, wish)).reply.booking_id
  }
}

/** The second of two clicks waits for what the first one gets. */
async function waiting<T>({ clock }: Context, work: () => Promise<T>): Promise<T> {
  const until_ms = clock.now_ms() + PATIENCE_MS
  for (;;) {
    try {
      return await work()
    } catch (error) {
      const busy = error instanceof Problem && error.code === 'idempotency_in_progress'
      if (!busy || clock.now_ms() > until_ms) throw error
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS))
    }
  }
}

const PATIENCE_MS = 10_000
const LOOK_MS = 50

/** What may be a former hold of the same person. */
function inTheWay(error: unknown): Problem {
  if (error instanceof Problem && ['slot_taken', 'idempotency_key_reused'].includes(error.code)) return error
  throw error
}

/** False for the stored reply of a hold that has made room meanwhile, or has ended: whoever sends its form wants the time. */
async function lives({ db, clock }: Context, { reply, replayed }: Held): Promise<boolean> {
  if (!replayed) return true
  const { bookings } = db.t
  const [found] = await db.q
    .select({ status: bookings.status, until: bookings.hold_expires_at_utc })
    .from(bookings)
    .where(eq(bookings.id, reply.booking_id))
  if (found?.status === 'held') return found.until!.getTime() > clock.now_ms()
  return found === undefined || !ENDED.includes(found.status)
}

const ENDED: Booking['status'][] = ['canceled', 'expired', 'failed']

interface Room {
  /** A hold that is just what is asked for. */
  same?: string
  /** The key for this form's next hold. */
  next_key: string
  /** True when a hold of this form has made room. */
  made: boolean
}

async function makeRoom(ctx: Context, tenant: string, key: string, wish: HoldWish): Promise<Room> {
  const config = await findOpenTenant(ctx.catalogue, ctx.db, tenant)
  const { used, living } = await ofForm(ctx, config, key)
  const next_key = used < KEYS ? `${key}:${used}` : ctx.entropy.id()
  const same = (await ofTime(ctx, config, wish)).find((one) => isSame(one, wish))
  if (same) return { same: same.id, next_key, made: false }
  const by = { source: 'customer', actor: 'customer' } as const
  for (const booking of living) await ctx.db.transaction((tx) => cancel(tx, ctx, booking, by))
  return { next_key, made: living.length > 0 }
}

/** As often as this a form may be corrected and sent again. */
const KEYS = 10

/** How many keys this form has used, and its living holds. */
async function ofForm({ db }: Context, { tenant }: TenantConfig, key: string) {
  const { idempotency_keys: keys, bookings } = db.t
  const names = Array.from({ length: KEYS }, (_, i) => (i === 0 ? key : `${key}:${i}`))
  const rows = await db.q
    .select({ reply: keys.reply })
    .from(keys)
    .where(and(inArray(keys.key, names), eq(keys.tenant_id, tenant.id), eq(keys.route, 'holds')))
  const ids = rows.map(({ reply }) => (reply as { booking_id: string }).booking_id)
  const held = and(inArray(bookings.id, ids), eq(bookings.status, 'held'))
  return { used: rows.length, living: ids.length > 0 ? await db.q.select().from(bookings).where(held) : [] }
}

/** The living holds of this time. */
async function ofTime({ db, clock }: Context, config: TenantConfig, wish: HoldWish): Promise<Booking[]> {
  const { bookings } = db.t
  const type = openMeetingType(config, wish.meeting_type)
  const rows = await db.q
    .select()
    .from(bookings)
    .where(
      and(
        inArray(bookings.salesperson_id, [...type.salesperson_ids]),
        eq(bookings.start_at_utc, new Date(wish.start_at_utc)),
        eq(bookings.meeting_type_id, type.id),
        eq(bookings.status, 'held'),
      ),
    )
  return rows.filter(({ hold_expires_at_utc }) => hold_expires_at_utc!.getTime() > clock.now_ms())
}

/** Whoever knows every word of it has written it. */
function isSame(booking: Booking, { customer, answers = {}, salesperson }: HoldWish): boolean {
  const stored = [
    booking.customer_name,
    booking.customer_email,
    booking.customer_phone,
    booking.answers,
    booking.assignment.asked_for ?? null,
  ]
  const said = [customer.name, customer.email, customer.phone ?? null, answers, salesperson ?? null]
  return hashBody(stored) === hashBody(said)
}

import { and, desc, eq, gte, lt, type SQL } from 'drizzle-orm'
import type { BookingStatus } from '../db/tables/bookings.ts'
import { findSalesperson } from '../tenants/find.ts'
import type { TenantConfig } from '../tenants/tenantConfig.ts'
import type { Context } from './context.ts'
import { type AdminBooking, presentToAdmin } from './present.ts'

export interface BookingFilter {
  status?: BookingStatus
  salesperson?: string
  email?: string
  /** Starts in [from, to), ISO instants. */
  from?: string
  to?: string
  limit: number
  cursor?: string
}

/** A tenant's bookings, the newest first, by keyset: `next_cursor` is the last id given, or null at the end. */
export async function listBookings(
  ctx: Context,
  config: TenantConfig,
  filter: BookingFilter,
): Promise<{ items: AdminBooking[]; next_cursor: string | null }> {
  const { bookings } = ctx.db.t
  const rows = await ctx.db.q
    .select()
    .from(bookings)
    .where(and(eq(bookings.tenant_id, config.tenant.id), ...conditionsOf(ctx, config, filter)))
    .orderBy(desc(bookings.id))
    .limit(filter.limit + 1)
  const items = rows.slice(0, filter.limit)
  return {
    items: items.map((row) => presentToAdmin(config, row)),
    next_cursor: rows.length > filter.limit ? items.at(-1)!.id : null,
  }
}

function conditionsOf({ db }: Context, config: TenantConfig, filter: BookingFilter): (SQL | undefined)[] {
  const { bookings } = db.t
  return [
    filter.status && eq(bookings.status, filter.status),
    filter.salesperson === undefined
      ? undefined
      : eq(bookings.salesperson_id, findSalesperson(config, filter.salesperson).id),
    filter.email === undefined ? undefined : eq(bookings.customer_email, filter.email),
    filter.from === undefined ? undefined : gte(bookings.start_at_utc, new Date(filter.from)),
    filter.to === undefined ? undefined : lt(bookings.start_at_utc, new Date(filter.to)),
    filter.cursor === undefined ? undefined : lt(bookings.id, filter.cursor),
  ]
}

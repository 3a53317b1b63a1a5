import { and, desc, eq, gte, lt, or, type SQL, sql } from 'drizzle-orm'
import type { BookingStatus } from '../db/tables/bookings.ts'
import { findSalesperson } from '../tenants/find.ts'
import { type Page, type PageOf, paged, shown } from '../tenants/page.ts'
import type { TenantConfig } from '../tenants/tenantConfig.ts'
import type { Context } from './context.ts'
import { type AdminBooking, presentToAdmin } from './present.ts'
import { instantAt } from './slots/time.ts'

export interface BookingFilter extends Page {
  status?: BookingStatus
  /** Slug of whoever meets the customer, alone or with others. */
  salesperson?: string
  /** In whatever case. */
  email?: string
  /** Starts in [from, to), ISO instants. */
  from?: string
  to?: string
}

/** A tenant's bookings, the newest first, by keyset. Throws `salesperson_not_found`, `invalid_request`. */
export async function listBookings(
  ctx: Context,
  config: TenantConfig,
  filter: BookingFilter,
): Promise<PageOf<AdminBooking>> {
  const { bookings } = ctx.db.t
  const wanted = and(eq(bookings.tenant_id, config.tenant.id), ...conditionsOf(ctx, config, filter))
  const page = await paged(filter, (limit) =>
    ctx.db.q.select().from(bookings).where(wanted).orderBy(desc(bookings.id)).limit(limit),
  )
  return shown(page, (row) => presentToAdmin(config, row))
}

function conditionsOf({ db }: Context, config: TenantConfig, filter: BookingFilter): (SQL | undefined)[] {
  const { bookings } = db.t
  const at = (path: string, text: string) => new Date(instantAt(path, text))
  return [
    filter.status && eq(bookings.status, filter.status),
    filter.salesperson === undefined
      ? undefined
      : isWith(bookings, findSalesperson(config, filter.salesperson).id),
    filter.email === undefined
      ? undefined
      : eq(sql`lower(${bookings.customer_email})`, filter.email.toLowerCase()),
    filter.from === undefined ? undefined : gte(bookings.start_at_utc, at('from', filter.from)),
    filter.to === undefined ? undefined : lt(bookings.start_at_utc, at('to', filter.to)),
    filter.cursor === undefined ? undefined : lt(bookings.id, filter.cursor),
  ]
}

/** Whoever organises it or is one of the others. */
function isWith(bookings: Context['db']['t']['bookings'], salesperson_id: string): SQL | undefined {
  const others = sql`cast(${bookings.other_salesperson_ids} as text)`
  return or(eq(bookings.salesperson_id, salesperson_id), sql`${others} like ${`%"${salesperson_id}"%`}`)
}

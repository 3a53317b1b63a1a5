import { and, eq, inArray } from 'drizzle-orm'
import { lookLive } from '../booking/slots/busy.ts'
import { is } from '../jobs/status.ts'
import type { Salesperson, TenantConfig } from '../tenants/tenantConfig.ts'
import type { Context } from './context.ts'
import { LIFECYCLE, NOTIFICATION } from './payload.ts'
import type { ShownSubscription, Subscriptions } from './subscriptions.ts'

/** How one salesperson's Outlook is followed. */
export interface SalespersonHealth {
  salesperson: string
  active: boolean
  calendar: 'readable' | 'unreadable'
  /** Null when there is no subscription. */
  subscription: ShownSubscription | null
  /** Age of the oldest notification that waits, in seconds; 0 when none does. */
  lag_seconds: number
  dead_jobs: number
}

const HOUR_MS = 3_600_000

/** The health of every salesperson of a tenant: each calendar is read once, now. */
export async function healthOfAll(
  ctx: Context,
  subscriptions: Subscriptions,
  config: TenantConfig,
): Promise<SalespersonHealth[]> {
  const salespersons = [...config.salespersons.values()]
  const now_ms = ctx.clock.now_ms()
  const window = { from_ms: now_ms, until_ms: now_ms + HOUR_MS }
  const [{ busy }, rows, jobs] = await Promise.all([
    lookLive(ctx, config, salespersons, window),
    subscriptions.list(config),
    jobsOf(ctx, config),
  ])
  const rowsById = new Map(rows.map((row) => [row.salesperson_id, row]))
  return salespersons.map((one) => ({
    salesperson: one.slug,
    active: one.active,
    calendar: busy.has(one.id) ? 'readable' : 'unreadable',
    subscription: rowsById.get(one.id) ?? null,
    ...workOf(one, jobs, now_ms),
  }))
}

interface JobOf {
  key: string | null
  status: string
  created_at_utc: Date
}

/** Jobs that came of notifications and are not done; each state has an index of its own, and all that is done has none. */
async function jobsOf({ db }: Context, { tenant }: TenantConfig): Promise<JobOf[]> {
  const { webhook_jobs: table } = db.t
  const { key, status, created_at_utc } = table
  const ours = and(eq(table.tenant_id, tenant.id), inArray(table.kind, [NOTIFICATION, LIFECYCLE]))
  const found = [is.pending, is.running, is.dead].map((state) =>
    db.q.select({ key, status, created_at_utc }).from(table).where(and(ours, state)).limit(MOST),
  )
  return (await Promise.all(found)).flat()
}

const MOST = 10_000

function workOf({ id }: Salesperson, jobs: JobOf[], now_ms: number) {
  const own = jobs.filter(({ key }) => key?.startsWith(`${id}:`))
  const waiting = own.filter(({ status }) => status !== 'dead')
  const oldest_ms = Math.min(now_ms, ...waiting.map(({ created_at_utc }) => created_at_utc.getTime()))
  return {
    lag_seconds: Math.round((now_ms - oldest_ms) / 1000),
    dead_jobs: own.length - waiting.length,
  }
}

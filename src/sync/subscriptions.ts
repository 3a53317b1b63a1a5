import { and, asc, eq, ne } from 'drizzle-orm'
import { enqueue, PRIORITY } from '../jobs/enqueue.ts'
import { Problem } from '../lib/problem.ts'
import { type Actor, actedBy } from '../tenants/actor.ts'
import { audit } from '../tenants/audit.ts'
import { findSalesperson } from '../tenants/find.ts'
import type { TenantConfig } from '../tenants/tenantConfig.ts'
import type { Context } from './context.ts'
import { ensureJob } from './ensure.ts'
import { renewJob } from './renewal.ts'
import { retire } from './retire.ts'
import { type Health, healthOf, type SubscriptionRow } from './subscriptionRow.ts'

/** A subscription as admins see it; its secret stays where it is. */
export type ShownSubscription = Omit<SubscriptionRow, 'client_state'> & {
  salesperson: string
  health: Health
}

/** What admins do with the subscriptions of a tenant. */
export interface Subscriptions {
  /** All that are not retired, by salesperson. */
  list(config: TenantConfig): Promise<ShownSubscription[]>
  /** Has those of one salesperson, or of all who are active, made as they should be. */
  ensure(config: TenantConfig, actor: Actor, salesperson?: string): Promise<void>
  /** Has one renewed. Throws `not_found`. */
  renew(config: TenantConfig, actor: Actor, id: string): Promise<ShownSubscription>
  /** Ends one. Where its salesperson is active a new one is made within a minute. Throws `not_found`. */
  remove(config: TenantConfig, actor: Actor, id: string): Promise<void>
}

/** The verbs of administration over this context. A request writes down what is to be done; jobs do it. */
export function subscriptions(ctx: Context): Subscriptions {
  return {
    list: async (config) => (await rowsOf(ctx, config)).map((row) => shown(ctx, config, row)),
    ensure: async (config, actor, slug) => {
      const all = [...config.salespersons.values()].filter(({ active }) => active)
      const wanted = slug === undefined ? all : [findSalesperson(config, slug)]
      await ctx.db.transaction(async (tx) => {
        const jobs = wanted.map(({ id }) =>
          ensureJob({ tenant_id: config.tenant.id, salesperson_id: id }, PRIORITY.soon),
        )
        await enqueue(tx, ctx.clock, 'outbox_jobs', jobs)
        const subject = slug === undefined ? `tenant:${config.tenant.slug}` : `salesperson:${slug}`
        await audit(tx, ctx, about(config, actor, 'ensure', subject))
      })
    },
    renew: async (config, actor, id) => {
      const row = await findRow(ctx, config, id)
      await ctx.db.transaction(async (tx) => {
        await enqueue(tx, ctx.clock, 'outbox_jobs', [renewJob(row)])
        await audit(tx, ctx, about(config, actor, 'renew', `graph_subscription:${id}`))
      })
      return shown(ctx, config, row)
    },
    remove: async (config, actor, id) => {
      const row = await findRow(ctx, config, id)
      await ctx.db.transaction(async (tx) => {
        await retire(tx, ctx, row, config.tenant.m365_tenant_id ?? config.tenant.id)
        await audit(tx, ctx, about(config, actor, 'remove', `graph_subscription:${id}`))
      })
    },
  }
}

function rowsOf({ db }: Context, { tenant }: TenantConfig): Promise<SubscriptionRow[]> {
  const { graph_subscriptions: table } = db.t
  return db.q
    .select()
    .from(table)
    .where(and(eq(table.tenant_id, tenant.id), ne(table.status, 'retired')))
    .orderBy(asc(table.salesperson_id))
}

async function findRow(ctx: Context, config: TenantConfig, id: string): Promise<SubscriptionRow> {
  const row = (await rowsOf(ctx, config)).find((one) => one.id === id)
  if (row) return row
  throw new Problem('not_found', 'There is no such subscription')
}

function shown({ clock }: Context, config: TenantConfig, row: SubscriptionRow): ShownSubscription {
  const { client_state: _, ...rest } = row
  const salesperson = config.salespersons.get(row.salesperson_id)?.slug ?? ''
  return { ...rest, salesperson, health: healthOf(row, clock.now_ms()) }
}

function about({ tenant }: TenantConfig, actor: Actor, verb: string, subject: string) {
  return { ...actedBy(actor, tenant.id), action: `graph_subscription.${verb}_asked`, subject }
}

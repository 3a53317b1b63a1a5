import type { CronEntry } from '../jobs/cron.ts'
import { enqueue } from '../jobs/enqueue.ts'
import type { JobKind } from '../jobs/kind.ts'
import type { TenantConfig } from '../tenants/tenantConfig.ts'
import type { Context } from './context.ts'
import { ensuring } from './ensure.ts'
import { healthOfAll, type SalespersonHealth } from './health.ts'
import { lifecycle } from './lifecycle.ts'
import { ASKED, planEntry, planJob, planning, START } from './plan.ts'
import { type Receiver, receiver } from './receive.ts'
import { reconciliation } from './reconcile.ts'
import { renewing } from './renewal.ts'
import { resyncing } from './resync.ts'
import { ending } from './retire.ts'
import { type Subscriptions, subscriptions as subscriptionsOf } from './subscriptions.ts'
import { sweepEntry, sweeping } from './sweep.ts'
import { tidying } from './tidy.ts'

/** Outlook's news, for whoever answers requests and whoever does jobs. */
export interface Sync {
  receiver: Receiver
  subscriptions: Subscriptions
  /** How each salesperson's Outlook is followed. */
  health(config: TenantConfig): Promise<SalespersonHealth[]>
  /** Every kind of job that sync knows. */
  kinds: JobKind[]
  /** What sync does by the clock. */
  entries: CronEntry[]
  /** Has every subscription looked at. Call it once the webhooks are answered: Graph shakes hands with them. */
  start(): Promise<void>
  /** Has whoever is new or gone subscribed or not any more, now and not in a minute. */
  staffChanged(): Promise<void>
}

/** The verbs of sync over one context. */
export function sync(ctx: Context): Sync {
  const subscriptions = subscriptionsOf(ctx)
  return {
    receiver: receiver(ctx),
    subscriptions,
    health: (config) => healthOfAll(ctx, subscriptions, config),
    kinds: [
      ...[reconciliation(ctx), lifecycle(ctx), resyncing(ctx), sweeping(ctx)],
      ...[planning(ctx), ensuring(ctx), renewing(ctx), ending(ctx), tidying(ctx)],
    ],
    entries: [sweepEntry(ctx), planEntry(ctx)],
    start: async () => {
      await enqueue(ctx.db, ctx.clock, 'outbox_jobs', [planJob(START)])
    },
    staffChanged: async () => {
      await enqueue(ctx.db, ctx.clock, 'outbox_jobs', [planJob(ASKED)])
    },
  }
}

import { ne } from 'drizzle-orm'
import { enqueue } from '../jobs/enqueue.ts'
import { Failure } from '../lib/failure.ts'
import type { Subscription } from '../outlook/outlook.ts'
import type { Context } from './context.ts'
import { resyncJob } from './resync.ts'
import type { Scene } from './scene.ts'
import { endStray } from './stray.ts'
import { auditSubscription, tellingFailures } from './subscriptionAudit.ts'
import { changeRow, resourceOf, type SubscriptionRow } from './subscriptionRow.ts'

/** The longest that Graph grants for events (subscription resource type, maximum length). */
export const LONGEST_MS = 10_080 * 60_000
const SECRET_BYTES = 32

/** Where Graph posts. */
export function urlsOf({ base_url }: Pick<Context, 'base_url'>) {
  return {
    notification_url: `${base_url}/v1/webhooks/graph`,
    lifecycle_url: `${base_url}/v1/webhooks/graph/lifecycle`,
  }
}

/**
 * Makes a subscription of a salesperson's events with a secret of its own, and has the mailbox swept: what happened
 * while there was none was told to nobody. `row` is the one to fill again. Failures are written down and thrown.
 */
export async function subscribe(ctx: Context, scene: Scene, row?: SubscriptionRow): Promise<void> {
  const secret = ctx.entropy.secret(SECRET_BYTES)
  const waiting = await prepare(ctx, scene, row, await ctx.seal.seal(secret))
  // An attempt that was made before may have reached Graph without our knowing.
  const mayExist = row !== undefined && row.subscription_id === null
  const made = await tellingFailures(ctx, waiting, 'create', async () => {
    if (mayExist) await removeStrays(ctx, scene)
    return make(ctx, scene, secret)
  })
  await ctx.db.transaction(async (tx) => {
    const now_ms = ctx.clock.now_ms()
    await changeRow(tx, ctx, waiting.id, {
      ...grantOf(made, now_ms),
      subscription_id: made.subscription_id,
      renewed_at_utc: null,
      status: 'active',
      last_error: null,
    })
    await auditSubscription(tx, ctx, waiting, 'created', { subscription_id: made.subscription_id })
    await enqueue(tx, ctx.clock, 'webhook_jobs', [resyncJob(waiting)])
  })
}

/** What Graph granted, as the row keeps it. */
export function grantOf({ expiration_ms }: Subscription, now_ms: number) {
  return { granted_at_utc: new Date(now_ms), expiration_utc: new Date(expiration_ms) }
}

/** The row stands, with the secret in it, before Graph is asked. */
async function prepare(
  ctx: Context,
  scene: Scene,
  row: SubscriptionRow | undefined,
  client_state: string,
): Promise<SubscriptionRow> {
  const { db, clock, entropy } = ctx
  const now = new Date(clock.now_ms())
  const fresh = {
    resource: resourceOf(scene.mailbox),
    client_state,
    subscription_id: null,
    updated_at_utc: now,
  }
  if (row) {
    await changeRow(db, ctx, row.id, fresh)
    return { ...row, ...fresh }
  }
  const { graph_subscriptions: table } = db.t
  const { id: salesperson_id, tenant_id } = scene.salesperson
  const [made] = await db.q
    .insert(table)
    .values({ ...fresh, id: entropy.id(), tenant_id, salesperson_id, status: 'missing', created_at_utc: now })
    .returning()
  return made!
}

async function make(ctx: Context, scene: Scene, client_state: string): Promise<Subscription> {
  const wish = { ...urlsOf(ctx), client_state, expiration_ms: ctx.clock.now_ms() + LONGEST_MS }
  try {
    return await ctx.outlook.subscribe(scene.mailbox, wish)
  } catch (error) {
    if (!(error instanceof Failure) || error.detail.status !== 409) throw error
    await removeStrays(ctx, scene)
    return ctx.outlook.subscribe(scene.mailbox, wish)
  }
}

/** Ends those to this mailbox that Graph has and we do not know: without their secret they are of no use. */
async function removeStrays(ctx: Context, scene: Scene): Promise<void> {
  const { m365_tenant_id } = scene.mailbox
  const listed = await ctx.outlook.listSubscriptions(m365_tenant_id)
  const known = await knownIds(ctx)
  const strays = listed.filter(
    (one) =>
      isOurs(ctx, one) &&
      isSameResource(one.resource, resourceOf(scene.mailbox)) &&
      !known.has(one.subscription_id),
  )
  const { id: salesperson_id, tenant_id } = scene.salesperson
  for (const stray of strays) await endStray(ctx, { tenant_id, salesperson_id }, m365_tenant_id, stray)
}

/** True for a subscription that posts to us; others of the same application are another installation's. */
export function isOurs(ctx: Context, { notification_url }: Subscription): boolean {
  return notification_url === urlsOf(ctx).notification_url
}

/** Graph may begin a resource with a slash, and writes it in capitals or not. */
export function isSameResource(a: string, b: string): boolean {
  const plain = (resource: string) => resource.replace(/^\//, '').toLowerCase()
  return plain(a) === plain(b)
}

/** Graph's ids of all that are not retired. */
export async function knownIds({ db }: Context): Promise<Set<string | null>> {
  const { graph_subscriptions: table } = db.t
  const rows = await db.q
    .select({ subscription_id: table.subscription_id })
    .from(table)
    .where(ne(table.status, 'retired'))
  return new Set(rows.map(({ subscription_id }) => subscription_id))
}

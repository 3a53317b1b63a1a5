import { z } from 'zod'
import { type NewJob, PRIORITY } from '../jobs/enqueue.ts'
import { type JobKind, type Snooze, snooze } from '../jobs/kind.ts'
import type { Context } from './context.ts'
import { FOR_EVER, neverFinal } from './forEver.ts'
import type { MailboxOwner } from './mailboxes.ts'
import { renew } from './renew.ts'
import { retire } from './retire.ts'
import { type Scene, sceneOf } from './scene.ts'
import { subscribe } from './subscribe.ts'
import { isHalfOver, isLiving, resourceOf, rowOf, type SubscriptionRow } from './subscriptionRow.ts'
import { unlessThrottled } from './throttled.ts'

export const ENSURE = 'ensure_subscription'
const payload = z.object({ tenant_id: z.string(), salesperson_id: z.string() })

/** Has the subscription of this salesperson made as it should be. */
export function ensureJob(
  { tenant_id, salesperson_id }: MailboxOwner,
  priority: number = PRIORITY.normal,
): NewJob {
  return { kind: ENSURE, tenant_id, key: salesperson_id, payload: { tenant_id, salesperson_id }, priority }
}

/** Makes, renews or retires the subscription of one salesperson, again until it is as it should be. */
export function ensuring(ctx: Context): JobKind<MailboxOwner> {
  return {
    ...FOR_EVER,
    name: ENSURE,
    schema: payload,
    perform: async (owner) => {
      const scene = await sceneOf(ctx, owner)
      if (scene) return unlessThrottled(() => neverFinal(() => ensure(ctx, scene)))
    },
  }
}

async function ensure(ctx: Context, scene: Scene): Promise<Snooze | undefined> {
  const row = await rowOf(ctx.db, scene.salesperson.id)
  const { m365_tenant_id } = scene.mailbox
  if (!isWanted(ctx, scene)) {
    if (row) await ctx.db.transaction((tx) => retire(tx, ctx, row, m365_tenant_id))
    return undefined
  }
  if (row && row.subscription_id !== null && !(await isUsable(ctx, scene, row))) {
    await ctx.db.transaction((tx) => retire(tx, ctx, row, m365_tenant_id))
    await subscribe(ctx, scene)
    return undefined
  }
  if (!row || !isLiving(row, ctx.clock.now_ms())) {
    await subscribe(ctx, scene, row)
    return undefined
  }
  return isHalfOver(row, ctx.clock.now_ms()) ? renewOrSubscribe(ctx, scene, row) : undefined
}

async function renewOrSubscribe(
  ctx: Context,
  scene: Scene,
  row: SubscriptionRow,
): Promise<Snooze | undefined> {
  const renewal = await renew(ctx, row, scene.mailbox.m365_tenant_id)
  if (typeof renewal === 'object') return snooze(renewal.wait_ms)
  if (renewal === 'gone') await subscribe(ctx, scene, row)
  return undefined
}

function isWanted({ pretended }: Context, { config, salesperson }: Scene): boolean {
  const { active, m365_tenant_id } = config.tenant
  return active && salesperson.active && (pretended || m365_tenant_id !== null)
}

/** False when it is to another mailbox, or when its secret can no longer be read. */
async function isUsable(
  { seal }: Context,
  scene: Scene,
  { resource, client_state }: SubscriptionRow,
): Promise<boolean> {
  if (resource !== resourceOf(scene.mailbox)) return false
  return (
    client_state === '' ||
    seal.open(client_state).then(
      () => true,
      () => false,
    )
  )
}

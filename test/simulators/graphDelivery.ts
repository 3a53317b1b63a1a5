import { pause } from '../../src/lib/deadline.ts'
import { shapeNamed } from './graphShape.ts'
import { livingOf } from './graphSubscriptions.ts'
import { type GraphWorld, idFor, type SimEvent, type SimMailbox, type SimSubscription } from './graphWorld.ts'
import { misfits } from './shape.ts'

export type LifecycleEvent = 'missed' | 'reauthorizationRequired' | 'subscriptionRemoved'
type Item = Record<string, unknown>

/** How notifications travel; all off is a Graph that behaves. */
export interface Manners {
  /** False sends nothing at all; what happens meanwhile is never told. */
  on: boolean
  /** How long items are gathered before they are posted. */
  delay_ms: number
  /** Each item comes twice, in posts of their own. */
  duplicate: boolean
  /** The newest item comes first. */
  reorder: boolean
  /** One post for all subscriptions of a URL, whatever their tenants. */
  mix: boolean
  /** Beside each item one with a forged `clientState`. */
  forge: boolean
  /** News of a new event calls it updated. */
  created_as_updated: boolean
  /** How often a post that was not answered with 2xx is repeated, and after which pause. */
  retries: number
  retry_pause_ms: number
}

/** What became of one POST to a receiver; status 0 is no answer within the time Graph allows. */
export interface Delivery {
  url: string
  items: number
  status: number
  took_ms: number
}

export interface Postman {
  manners: Manners
  deliveries: Delivery[]
  /** Tells the subscriptions of this mailbox. */
  tell(mailbox: SimMailbox, change: 'created' | 'updated' | 'deleted', event: SimEvent): void
  /** Sends a lifecycle item to a subscription's lifecycle URL; `subscriptionRemoved` also removes it. */
  lifecycle(subscription_id: string, event: LifecycleEvent): void
  /** Resolves when everything sent so far is taken or given up. */
  settled(): Promise<void>
  stop(): void
}

/** Gathers what happens and posts it, as Graph does: at least once, in no order that can be relied on. */
export function postman(world: GraphWorld): Postman {
  const manners: Manners = {
    on: true,
    delay_ms: 0,
    duplicate: false,
    reorder: false,
    mix: false,
    forge: false,
    created_as_updated: false,
    retries: 5,
    retry_pause_ms: 50,
  }
  const deliveries: Delivery[] = []
  const running = new Set<Promise<void>>()
  const end = new AbortController()
  let waiting: { subscription: SimSubscription; url: string; item: Item }[] = []

  const enqueue = (subscription: SimSubscription, url: string, item: Item) => {
    waiting.push({ subscription, url, item })
    if (waiting.length > 1) return
    const run: Promise<void> = pause(manners.delay_ms, end.signal)
      .then(() => Promise.all(batches(take(), manners).map(({ url, items }) => send(url, items))))
      .then(() => void running.delete(run))
    running.add(run)
  }
  const take = () => {
    const taken = waiting
    waiting = []
    return taken
  }
  const send = async (url: string, items: Item[]) => {
    const body = JSON.stringify({ value: items })
    for (let attempt = 0; attempt <= manners.retries && !end.signal.aborted; attempt += 1) {
      const started = performance.now()
      // Graph waits 3 s for the first answer and 10 s for later ones.
      const status = await post(url, body, attempt === 0 ? 3_000 : 10_000, end.signal)
      deliveries.push({ url, items: items.length, status, took_ms: performance.now() - started })
      if (status >= 200 && status < 300) return
      await pause(manners.retry_pause_ms, end.signal)
    }
  }

  return {
    manners,
    deliveries,
    tell(mailbox, change, event) {
      if (!manners.on) return
      const told = manners.created_as_updated && change === 'created' ? 'updated' : change
      for (const subscription of livingOf(world, mailbox.m365_tenant_id)) {
        if (subscription.mailbox !== mailbox || !subscription.change_types.includes(told)) continue
        enqueue(subscription, subscription.notification_url, changeItem(subscription, told, event))
      }
    },
    lifecycle(subscription_id, lifecycleEvent) {
      const subscription = world.subscriptions.get(subscription_id)
      if (lifecycleEvent === 'subscriptionRemoved') world.subscriptions.delete(subscription_id)
      if (subscription?.lifecycle_url) {
        enqueue(subscription, subscription.lifecycle_url, { ...common(subscription), lifecycleEvent })
      }
    },
    settled: async () => {
      while (running.size > 0) await Promise.all(running)
    },
    stop: () => end.abort(),
  }
}

function batches(taken: { subscription: SimSubscription; url: string; item: Item }[], manners: Manners) {
  const ordered = manners.reorder ? taken.toReversed() : taken
  const forged = manners.forge
    ? ordered.flatMap((one) => [{ ...one, item: { ...one.item, clientState: 'forged' } }, one])
    : ordered
  const groups = Map.groupBy(forged, ({ url, subscription }) =>
    manners.mix ? url : `${url} ${subscription.id}`,
  )
  const posts = [...groups.values()].map((group) => ({
    url: group[0]!.url,
    items: group.map(({ item }) => item),
  }))
  return manners.duplicate ? [...posts, ...posts] : posts
}

function common(subscription: SimSubscription): Item {
  return {
    subscriptionId: subscription.id,
    // Graph writes an offset here, not always a Z.
    subscriptionExpirationDateTime: new Date(subscription.expires_ms).toISOString().replace('Z', '+00:00'),
    clientState: subscription.client_state ?? null,
    tenantId: subscription.m365_tenant_id,
  }
}

function changeItem(subscription: SimSubscription, changeType: string, event: SimEvent): Item {
  const id = idFor(event.id, subscription.immutable_ids)
  const resource = `Users/${subscription.mailbox.user_id}/Events/${id}`
  const item = {
    ...common(subscription),
    changeType,
    resource,
    resourceData: {
      '@odata.type': '#Microsoft.Graph.Event',
      '@odata.id': resource,
      '@odata.etag': `W/"${event.version}"`,
      id,
    },
  }
  const wrong = misfits(shapeNamed('microsoft.graph.changeNotification'), item, false)
  if (wrong.length > 0) throw new Error(`A notification does not fit Graph's document: ${wrong.join(', ')}`)
  return item
}

async function post(url: string, body: string, limit_ms: number, end: AbortSignal): Promise<number> {
  const signal = AbortSignal.any([end, AbortSignal.timeout(limit_ms)])
  const headers = { 'content-type': 'application/json; charset=utf-8' }
  try {
    const reply = await fetch(url, { method: 'POST', headers, body, signal })
    await reply.arrayBuffer()
    return reply.status
  } catch {
    return 0
  }
}

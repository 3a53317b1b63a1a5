import { z } from 'zod'
import type { Graph } from '../graph/request.ts'
import type { Clock } from '../lib/clock.ts'
import { Failure } from '../lib/failure.ts'
import type { Outlook } from './outlook.ts'
import { everyItem } from './pages.ts'
import { subscriptionOf, WireSubscription } from './wire.ts'

/** Graph shakes hands with two URLs, up to 10 s each, before it answers. */
const HANDSHAKE_DEADLINE_MS = 30_000
/** Graph refuses more (Graph, subscription resource type: maximum length); our clock may be ahead of its. */
const LONGEST_MS = 10_080 * 60_000 - 5 * 60_000

/** Subscriptions at Graph. */
export function realSubscriptions(
  graph: Graph,
  clock: Clock,
): Pick<Outlook, 'subscribe' | 'listSubscriptions' | 'renew' | 'unsubscribe'> {
  return {
    async subscribe({ m365_tenant_id, user }, wish) {
      const made = await graph.call({
        name: 'subscriptions.create',
        m365_tenant_id,
        method: 'POST',
        path: '/subscriptions',
        deadline_ms: HANDSHAKE_DEADLINE_MS,
        body: {
          changeType: 'created,updated,deleted',
          notificationUrl: wish.notification_url,
          lifecycleNotificationUrl: wish.lifecycle_url,
          resource: `users/${user}/events`,
          expirationDateTime: expiryOf(wish.expiration_ms, clock),
          clientState: wish.client_state,
        },
        reply: WireSubscription,
      })
      return subscriptionOf(made)
    },
    async listSubscriptions(m365_tenant_id) {
      const call = { name: 'subscriptions.list', m365_tenant_id, path: '/subscriptions' }
      return (await everyItem(graph, call, WireSubscription)).map(subscriptionOf)
    },
    async renew(m365_tenant_id, subscription_id, expiration_ms) {
      const renewing = graph.call({
        name: 'subscriptions.renew',
        m365_tenant_id,
        method: 'PATCH',
        path: pathOf(subscription_id),
        body: { expirationDateTime: expiryOf(expiration_ms, clock) },
        reply: WireSubscription,
      })
      return renewing.then(subscriptionOf, unlessGone)
    },
    async unsubscribe(m365_tenant_id, subscription_id) {
      const ending = graph.call({
        name: 'subscriptions.delete',
        m365_tenant_id,
        method: 'DELETE',
        path: pathOf(subscription_id),
        reply: z.unknown(),
      })
      await ending.catch(unlessGone)
    },
  }
}

function expiryOf(wish_ms: number, clock: Clock) {
  return new Date(Math.min(wish_ms, clock.now_ms() + LONGEST_MS)).toISOString()
}

function pathOf(subscription_id: string) {
  return `/subscriptions/${encodeURIComponent(subscription_id)}`
}

// Every 404 here speaks of the subscription: there is no mailbox in the path.
function unlessGone(error: unknown): undefined {
  if (error instanceof Failure && error.detail.status === 404) return undefined
  throw error
}

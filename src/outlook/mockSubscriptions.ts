import { createHash } from 'node:crypto'
import type { Clock } from '../lib/clock.ts'
import { MINUTE_MS } from '../scheduling/date.ts'
import type { Entry, Journal } from './mockJournal.ts'
import { type ChangeType, type Gate, type KeptSubscription, mailboxKey } from './mockKept.ts'
import type { Mailbox, Outlook, Subscription, SubscriptionWish } from './outlook.ts'

const LEAST_MS = 45 * MINUTE_MS
const MOST_MS = 10_080 * MINUTE_MS

export type LifecycleEvent = 'missed' | 'reauthorizationRequired' | 'subscriptionRemoved'

/** One item that Graph would post to a URL; `noticeBody` gives it Graph's shape. */
export type Notice = { subscription: KeptSubscription } & (
  | { change_type: ChangeType; event_id: string }
  | { lifecycle_event: LifecycleEvent }
)

export type Subscriptions = ReturnType<typeof subscriptions>

/** Pretend subscriptions, in memory and in the journal; they live as Graph grants: 45 minutes to seven days. */
export function subscriptions(clock: Clock, journal: Journal) {
  const kept = new Map<string, KeptSubscription>()
  /** Every write to a calendar asks who is to hear of it. */
  const byMailbox = new Map<string, Set<string>>()
  const lives = ({ expiration_ms }: KeptSubscription) => expiration_ms > clock.now_ms()
  const living = () => [...kept.values()].filter(lives)
  const granted = (wish_ms: number) =>
    Math.min(Math.max(wish_ms, clock.now_ms() + LEAST_MS), clock.now_ms() + MOST_MS)
  let made = 0
  const idsOf = (mailbox: Mailbox) => {
    const key = mailboxKey(mailbox)
    const ids = byMailbox.get(key) ?? new Set()
    byMailbox.set(key, ids)
    return ids
  }
  const put = (subscription: KeptSubscription) => {
    kept.set(subscription.subscription_id, subscription)
    idsOf(subscription.mailbox).add(subscription.subscription_id)
  }
  const keep = (subscription: KeptSubscription) => {
    put(subscription)
    journal.append({ subscription })
  }

  return {
    add(mailbox: Mailbox, wish: SubscriptionWish): KeptSubscription {
      made += 1
      const subscription = {
        ...wish,
        subscription_id: uuidOf(`${mailboxKey(mailbox)} ${clock.now_ms()} ${made}`),
        mailbox,
        resource: `users/${mailbox.user}/events`,
        expiration_ms: granted(wish.expiration_ms),
      }
      keep(subscription)
      return subscription
    },
    renew(subscription_id: string, wish_ms: number) {
      const found = living().find((one) => one.subscription_id === subscription_id)
      const renewed = found && { ...found, expiration_ms: granted(wish_ms) }
      if (renewed) keep(renewed)
      return renewed
    },
    /** Those that hear of a mailbox's events now. */
    of: (mailbox: Mailbox) => [...idsOf(mailbox)].map((id) => kept.get(id)!).filter(lives),
    ofTenant: (m365_tenant_id: string) =>
      living().filter((one) => one.mailbox.m365_tenant_id === m365_tenant_id),
    get: (subscription_id: string) => kept.get(subscription_id),
    remove(subscription_id: string) {
      const ended = kept.get(subscription_id)
      if (!ended) return
      kept.delete(subscription_id)
      idsOf(ended.mailbox).delete(subscription_id)
      journal.append({ ended: subscription_id })
    },
    /** Takes back what the journal held. */
    restore(entry: Entry) {
      if ('subscription' in entry) put(entry.subscription)
    },
  }
}

function uuidOf(text: string) {
  const hex = createHash('sha256').update(text).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

/** The calls of the interface about subscriptions. No URL is visited: the pretend Graph shakes no hands. */
export function mockSubscribing(subscribed: Subscriptions, gate: Gate) {
  return {
    async subscribe(mailbox, wish) {
      await gate('subscribe', mailbox)
      return told(subscribed.add(mailbox, wish))
    },
    async listSubscriptions(m365_tenant_id) {
      await gate('listSubscriptions')
      return subscribed.ofTenant(m365_tenant_id).map(told)
    },
    async renew(_, subscription_id, expiration_ms) {
      await gate('renew')
      const renewed = subscribed.renew(subscription_id, expiration_ms)
      return renewed && told(renewed)
    },
    async unsubscribe(_, subscription_id) {
      await gate('unsubscribe')
      subscribed.remove(subscription_id)
    },
  } satisfies Partial<Outlook>
}

function told({
  subscription_id,
  resource,
  notification_url,
  expiration_ms,
}: KeptSubscription): Subscription {
  return { subscription_id, resource, notification_url, expiration_ms }
}

/** The body Graph posts for these items, in the shape of its changeNotificationCollection. */
export function noticeBody(notices: Notice[]) {
  return { value: notices.map(itemOf) }
}

function itemOf(notice: Notice) {
  const { subscription } = notice
  const common = {
    subscriptionId: subscription.subscription_id,
    subscriptionExpirationDateTime: new Date(subscription.expiration_ms).toISOString(),
    clientState: subscription.client_state,
    tenantId: subscription.mailbox.m365_tenant_id,
  }
  if ('lifecycle_event' in notice) return { ...common, lifecycleEvent: notice.lifecycle_event }
  const resource = `Users/${subscription.mailbox.user}/Events/${notice.event_id}`
  return {
    ...common,
    changeType: notice.change_type,
    resource,
    resourceData: { '@odata.type': '#Microsoft.Graph.Event', '@odata.id': resource, id: notice.event_id },
  }
}

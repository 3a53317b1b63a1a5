import { enqueue, type NewJob, PRIORITY } from '../jobs/enqueue.ts'
import { nowOf } from '../lib/clock.ts'
import { gather } from '../lib/gather.ts'
import { Problem } from '../lib/problem.ts'
import type { Context } from './context.ts'
import { heardOf } from './heard.ts'
import { type ChangeNews, changeItem, type Item, type LifecycleNews, lifecycleItem } from './item.ts'
import { type Known, type KnownSubscription, knownSubscriptions } from './known.ts'
import { notificationJob } from './notification.ts'
import { LIFECYCLE, type LifecyclePayload } from './payload.ts'
import { soonEvents } from './soon.ts'

/** Takes what Graph posts. Both resolve once every genuine item is stored as a job, and reject when one is not. */
export interface Receiver {
  /** The body of a notification. Throws `notification_malformed`, `body_too_large`, `unavailable`. */
  notifications(body: unknown): Promise<void>
  /** The body of a lifecycle notification; throws the same. */
  lifecycle(body: unknown): Promise<void>
}

/** What becomes of an item. */
type Outcome = 'stored' | 'forged' | 'unknown' | 'malformed'
type Genuine<News> = { news: News; subscription_id: string } & KnownSubscription

/** Many more than Graph puts into one post. */
const MOST_ITEMS = 5000
/** Posts that wait for the database; who comes after them is sent away at once, and Graph comes again. */
const MOST_WAITING = 10_000

/** A receiver that writes the jobs of posts that wait together with one statement. */
export function receiver(ctx: Context): Receiver {
  const known = knownSubscriptions(ctx)
  const isSoon = soonEvents(ctx)
  const heard = heardOf(ctx)
  const store = storing(ctx)

  const take = async <News>(
    body: unknown,
    read: (value: unknown) => Item<News> | undefined,
    jobOf: (genuine: Genuine<News>, received_at_utc: string) => NewJob,
  ) => {
    const judging = itemsOf(body).map((value) => judge(known, read(value)))
    const judged = judging.every(isJudged) ? judging : await Promise.all(judging)
    const genuine = judged.filter((one) => typeof one !== 'string')
    if (genuine.length > 0) {
      const received_at_utc = nowOf(ctx.clock).toISOString()
      await store(genuine.map((one) => jobOf(one, received_at_utc)))
      heard(genuine.map(({ subscription_id }) => subscription_id))
    }
    count(ctx, judged)
  }
  return {
    notifications: (body) =>
      take(body, changeItem, (genuine, at) => changeJob(genuine, at, isSoon(genuine.news.resource_id))),
    lifecycle: (body) => take(body, lifecycleItem, lifecycleJob),
  }
}

function itemsOf(body: unknown): unknown[] {
  const value = typeof body === 'object' && body !== null && 'value' in body ? body.value : undefined
  if (!Array.isArray(value)) throw new Problem('notification_malformed', 'The body has no list named "value"')
  if (value.length > MOST_ITEMS) throw new Problem('body_too_large', `A list has at most ${MOST_ITEMS} items`)
  return value
}

type Judged<News> = Genuine<News> | Exclude<Outcome, 'stored'>

function isJudged<News>(one: Judged<News> | Promise<Judged<News>>): one is Judged<News> {
  return !(one instanceof Promise)
}

function judge<News>(known: Known, item: Item<News> | undefined): Judged<News> | Promise<Judged<News>> {
  if (!item) return 'malformed'
  const subscription = known(item.subscription_id)
  return subscription instanceof Promise
    ? subscription.then((found) => sentence(found, item))
    : sentence(subscription, item)
}

function sentence<News>(
  subscription: KnownSubscription | undefined,
  { subscription_id, client_state, news }: Item<News>,
): Judged<News> {
  if (!subscription) return 'unknown'
  if (!subscription.isGenuine(client_state)) return 'forged'
  return { ...subscription, news, subscription_id }
}

function changeJob(genuine: Genuine<ChangeNews>, received_at_utc: string, soon: boolean): NewJob {
  const { tenant_id, salesperson_id, subscription_id, news } = genuine
  return notificationJob({ tenant_id, salesperson_id, subscription_id, ...news, received_at_utc }, soon)
}

function lifecycleJob(genuine: Genuine<LifecycleNews>, received_at_utc: string): NewJob {
  const { tenant_id, salesperson_id, subscription_id, news } = genuine
  const payload = { tenant_id, salesperson_id, subscription_id, ...news, received_at_utc }
  return {
    kind: LIFECYCLE,
    tenant_id,
    key: `${subscription_id}:${news.lifecycle_event}`,
    payload: payload satisfies LifecyclePayload,
    priority: PRIORITY.soon,
  }
}

/** Stores the jobs of one post; those of posts that wait meanwhile go with one statement. */
function storing({ db, clock }: Context): (jobs: NewJob[]) => Promise<void> {
  const full = { at: MOST_WAITING, refusal: () => new Problem('unavailable', 'Too much waits to be stored') }
  return gather(
    async (posts) => {
      await enqueue(db, clock, 'webhook_jobs', posts.flat())
      return posts.map(() => undefined)
    },
    { most: 500, lanes: db.blocks ? 1 : 2, patient: db.blocks, full },
  )
}

function count({ metrics, log }: Context, judged: (object | Outcome)[]): void {
  const outcomes = Map.groupBy(judged, (one) => (typeof one === 'string' ? one : 'stored'))
  for (const [outcome, { length }] of outcomes)
    metrics.count('holdfast_notifications_total', { provider: 'graph', outcome }, length)
  const skipped = (outcome: Outcome) => outcomes.get(outcome)?.length ?? 0
  const [forged, unknown, malformed] = [skipped('forged'), skipped('unknown'), skipped('malformed')]
  if (forged + unknown + malformed > 0) log.warn('notifications_skipped', { forged, unknown, malformed })
}

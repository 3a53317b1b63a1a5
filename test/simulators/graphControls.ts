import { z } from 'zod'
import type { ByHand } from './graphByHand.ts'
import type { Manners, Postman } from './graphDelivery.ts'
import type { GraphWorld, Quirks } from './graphWorld.ts'
import type { SimProvider } from './serve.ts'

const Lifecycle = z.object({
  subscription_id: z.string(),
  event: z.enum(['missed', 'reauthorizationRequired', 'subscriptionRemoved']),
})

/**
 * What `/__sim/` can do with Graph beyond faults. By hand: `POST event`, `PATCH event`, `DELETE event`,
 * `POST answer`, `PUT mailbox {m365_tenant_id, user, time_zone?, trouble?}`, `POST events {m365_tenant_id, user}` lists.
 * `PUT quirks` and `PUT manners` set any field of `Quirks` (graphWorld.ts) and `Manners` (graphDelivery.ts).
 * `POST lifecycle {subscription_id, event}`, `POST expire {subscription_id}`, `PUT tenant {m365_tenant_id, absent}`.
 * `GET mails`, `GET letters`, `GET subscriptions`, `GET marks` (per extended property's value the events `living` and
 * ever `created`), `GET requests`; `GET deliveries` waits for the posts and tells what became of them.
 */
export function graphControls(
  world: GraphWorld,
  hands: ByHand,
  post: Postman,
): NonNullable<SimProvider['controls']> {
  return {
    'POST event': (body) => hands.add(body as Parameters<ByHand['add']>[0]),
    'PATCH event': (body) => hands.edit(body as Parameters<ByHand['edit']>[0]),
    'DELETE event': (body) => hands.remove(body as Parameters<ByHand['remove']>[0]),
    'POST events': (body) => hands.events(body as Parameters<ByHand['events']>[0]).map(plain),
    'POST answer': (body) => hands.answer(body as Parameters<ByHand['answer']>[0]),
    'PUT mailbox': (body) => hands.mailbox(body as Parameters<ByHand['mailbox']>[0]),
    'PUT quirks': (body) => Object.assign(world.quirks, body as Partial<Quirks>),
    'PUT manners': (body) => Object.assign(post.manners, body as Partial<Manners>),
    'PUT tenant': (body) => {
      const { m365_tenant_id, absent } = z
        .object({ m365_tenant_id: z.string(), absent: z.boolean() })
        .parse(body)
      if (absent) world.absent_tenants.add(m365_tenant_id)
      else world.absent_tenants.delete(m365_tenant_id)
    },
    'POST lifecycle': (body) => {
      const { subscription_id, event } = Lifecycle.parse(body)
      post.lifecycle(subscription_id, event)
    },
    'POST expire': (body) => {
      const { subscription_id } = z.object({ subscription_id: z.string() }).parse(body)
      world.subscriptions.delete(subscription_id)
    },
    'GET mails': () => world.mails,
    'GET letters': () => world.letters,
    'GET requests': () => world.requests,
    'GET marks': () => marks(world),
    'GET subscriptions': () =>
      [...world.subscriptions.values()].map(({ mailbox, ...rest }) => ({ ...rest, user: mailbox.user })),
    'GET deliveries': async () => {
      await post.settled()
      return post.deliveries
    },
  }
}

/** Per booking mark the events that live and those that were ever made: more than one made is a second invitation. */
export function marks(world: GraphWorld): Record<string, { living: number; created: number }> {
  const counted: Record<string, { living: number; created: number }> = {}
  for (const [mark, created] of world.created) counted[mark] = { living: 0, created }
  for (const mailbox of world.mailboxes.values()) {
    for (const { properties, is_cancelled } of mailbox.events.values()) {
      const count = counted[properties[0]?.value ?? '']
      if (count && !is_cancelled) count.living += 1
    }
  }
  return counted
}

// A copy refers to its organiser's mailbox and so to itself; JSON cannot say that.
function plain({ copy_of, ...event }: ReturnType<ByHand['events']>[number]) {
  return { ...event, copy_of: copy_of?.id }
}

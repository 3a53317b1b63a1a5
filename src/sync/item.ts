import { z } from 'zod'

/** Ids go into keys and logs: visible characters alone, and no more than an index can hold. */
const Id = z.string().regex(/^[\x21-\x7e]{1,500}$/)

/** What every item that Graph posts has. */
const Common = z.object({ subscriptionId: Id, clientState: z.string().max(500).nullish().catch(undefined) })

const Change = Common.extend({
  changeType: z
    .string()
    .toLowerCase()
    .pipe(z.enum(['created', 'updated', 'deleted'])),
  resource: z.string().nullish().catch(undefined),
  resourceData: z.object({ id: Id }).nullish().catch(undefined),
})

const Lifecycle = Common.extend({
  lifecycleEvent: z.enum(['reauthorizationRequired', 'subscriptionRemoved', 'missed']),
})

/** An item of either kind, still to be believed: whose it says it is, its secret, and what it says. */
export interface Item<News> {
  subscription_id: string
  client_state: string
  news: News
}

export interface ChangeNews {
  change_type: z.infer<typeof Change>['changeType']
  resource_id: string
}

export interface LifecycleNews {
  lifecycle_event: z.infer<typeof Lifecycle>['lifecycleEvent']
}

/** A change of an event, or `undefined` when the item is none, or does not say of which event. */
export function changeItem(value: unknown): Item<ChangeNews> | undefined {
  const { data } = Change.safeParse(value)
  if (!data) return undefined
  const resource_id = data.resourceData?.id ?? idIn(data.resource ?? '')
  if (resource_id === undefined) return undefined
  return itemOf(data, { change_type: data.changeType, resource_id })
}

/** News of a subscription, or `undefined` when the item is none, or of a kind of tomorrow. */
export function lifecycleItem(value: unknown): Item<LifecycleNews> | undefined {
  const { data } = Lifecycle.safeParse(value)
  return data && itemOf(data, { lifecycle_event: data.lifecycleEvent })
}

function itemOf<News>({ subscriptionId, clientState }: z.infer<typeof Common>, news: News): Item<News> {
  return { subscription_id: subscriptionId, client_state: clientState ?? '', news }
}

/** The event's id at the end of `Users/{id}/Events/{id}`, also as `Events('{id}')`. */
function idIn(resource: string): string | undefined {
  const id = /\bevents(?:\/|\(')([^/']+)(?:'\))?$/i.exec(resource)?.[1]
  return Id.safeParse(id).data
}

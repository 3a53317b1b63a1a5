import { randomUUID } from 'node:crypto'
import { page } from './graphQuery.ts'
import { graphError, refuse } from './graphRefusal.ts'
import { type GraphWorld, mailboxOf, type SimSubscription } from './graphWorld.ts'
import type { SimReply, SimRequest } from './serve.ts'

const MINUTE_MS = 60_000

/** A request about subscriptions that has passed the gate. */
export interface SubscriptionRequest {
  world: GraphWorld
  request: SimRequest
  origin: string
  m365_tenant_id: string
  named: string
  body: WireSubscriptionBody
}

export interface WireSubscriptionBody {
  changeType?: string
  notificationUrl?: string
  lifecycleNotificationUrl?: string | null
  resource?: string
  expirationDateTime?: string
  clientState?: string | null
}

/** `POST /subscriptions`: shakes hands with both URLs before it answers. */
export async function createSubscription(asked: SubscriptionRequest): Promise<SimReply> {
  const { world, request, m365_tenant_id, body } = asked
  const user = /^\/?users\/([^/]+)\/events$/i.exec(body.resource ?? '')?.[1]
  if (!user) refuse(400, 'ExtensionError', 'The resource is not supported.')
  const mailbox = mailboxOf(world, m365_tenant_id, user)
  if (mailbox.trouble === 'denied')
    refuse(403, 'ExtensionError', 'Operation: Create; Exception: [Status Code: Forbidden]')
  if (mailbox.trouble)
    refuse(404, 'ResourceNotFound', 'Operation: Create; Exception: [Status Code: NotFound]')
  if ((body.clientState ?? '').length > 128) refuse(400, 'InvalidRequest', 'clientState is too long.')
  const change_types = (body.changeType ?? '').split(',').map((one) => one.trim())
  if (!change_types.every((one) => ['created', 'updated', 'deleted'].includes(one))) {
    refuse(400, 'InvalidRequest', 'changeType is not supported.')
  }
  const expires_ms = granted(world, body.expirationDateTime)
  const living = livingOf(world, m365_tenant_id)
  if (living.length >= world.quirks.most_subscriptions)
    refuse(403, 'ExtensionError', 'Subscription quota exceeded.')
  const same = living.some((one) => one.mailbox === mailbox && one.notification_url === body.notificationUrl)
  if (same) return graphError(409, 'InvalidRequest', 'A subscription with the same resource already exists.')
  await shakeHands(world, [body.notificationUrl, body.lifecycleNotificationUrl])
  const subscription: SimSubscription = {
    id: randomUUID(),
    m365_tenant_id,
    mailbox,
    resource: body.resource ?? '',
    change_types,
    notification_url: body.notificationUrl ?? '',
    lifecycle_url: body.lifecycleNotificationUrl ?? undefined,
    client_state: body.clientState ?? undefined,
    expires_ms,
    immutable_ids: /IdType="ImmutableId"/i.test(request.headers.prefer ?? ''),
    renewed_ms: world.clock.now_ms(),
  }
  world.subscriptions.set(subscription.id, subscription)
  return { status: 201, body: wireSubscription(subscription) }
}

/** `GET /subscriptions`: those of this application in the tenant that still live. */
export function listSubscriptions({ world, request, origin, m365_tenant_id }: SubscriptionRequest): SimReply {
  return page(world, request, origin, livingOf(world, m365_tenant_id).map(wireSubscription))
}

/** `GET /subscriptions/{id}`. */
export function getSubscription(asked: SubscriptionRequest): SimReply {
  return { status: 200, body: wireSubscription(livingOne(asked)) }
}

/** `PATCH /subscriptions/{id}`: a new expiry, and nothing else. */
export function renewSubscription(asked: SubscriptionRequest): SimReply {
  const { world, body } = asked
  const subscription = livingOne(asked)
  if (Object.keys(body).join() !== 'expirationDateTime')
    refuse(400, 'InvalidRequest', 'Only expirationDateTime.')
  subscription.expires_ms = granted(world, body.expirationDateTime)
  subscription.renewed_ms = world.clock.now_ms()
  return { status: 200, body: wireSubscription(subscription) }
}

/** `DELETE /subscriptions/{id}`. */
export function deleteSubscription(asked: SubscriptionRequest): SimReply {
  asked.world.subscriptions.delete(livingOne(asked).id)
  return { status: 204 }
}

/** The subscriptions of a tenant, or of all, that have not expired. */
export function livingOf(world: GraphWorld, m365_tenant_id?: string): SimSubscription[] {
  const now_ms = world.clock.now_ms()
  return [...world.subscriptions.values()].filter(
    (one) => one.expires_ms > now_ms && (m365_tenant_id ?? one.m365_tenant_id) === one.m365_tenant_id,
  )
}

function livingOne({ world, m365_tenant_id, named }: SubscriptionRequest): SimSubscription {
  const found = livingOf(world, m365_tenant_id).find(({ id }) => id === named)
  return found ?? refuse(404, 'ResourceNotFound', 'The object was not found.')
}

function granted({ clock }: GraphWorld, wish: string | undefined): number {
  const now_ms = clock.now_ms()
  const wish_ms = Date.parse(wish ?? '')
  if (!(wish_ms > now_ms)) refuse(400, 'InvalidRequest', 'Subscription expiration is in the past.')
  if (wish_ms > now_ms + 10_080 * MINUTE_MS) {
    refuse(400, 'InvalidRequest', 'Subscription expiration can only be 10080 minutes in the future.')
  }
  return Math.max(wish_ms, now_ms + 45 * MINUTE_MS)
}

function wireSubscription(subscription: SimSubscription) {
  return {
    id: subscription.id,
    resource: subscription.resource,
    applicationId: '24d3b144-21ae-4080-943f-7067b395b913',
    changeType: subscription.change_types.join(),
    // Graph lists a subscription without its secret.
    clientState: null,
    notificationUrl: subscription.notification_url,
    lifecycleNotificationUrl: subscription.lifecycle_url ?? null,
    expirationDateTime: new Date(subscription.expires_ms).toISOString(),
    creatorId: '8ee44408-0679-472c-bc2a-692812af3437',
    includeResourceData: false,
  }
}

async function shakeHands({ quirks }: GraphWorld, urls: (string | null | undefined)[]) {
  for (const url of urls) {
    if (!url) continue
    const token = `Validation: Testing client application reachability; <b>${randomUUID()}</b> & more`
    const proven = await answers(url, token, quirks.handshake_timeout_ms)
    if (!proven) refuse(400, 'ValidationError', 'Subscription validation request failed.')
  }
}

async function answers(url: string, token: string, timeout_ms: number): Promise<boolean> {
  try {
    const asked = new URL(url)
    asked.searchParams.set('validationToken', token)
    const headers = { 'content-type': 'text/plain; charset=utf-8' }
    const signal = AbortSignal.timeout(timeout_ms)
    const reply = await fetch(asked, { method: 'POST', headers, body: '', signal, redirect: 'error' })
    const plain = reply.headers.get('content-type')?.startsWith('text/plain')
    return reply.status === 200 && Boolean(plain) && (await reply.text()) === token
  } catch {
    return false
  }
}

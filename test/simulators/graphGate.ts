import { pause } from '../../src/lib/deadline.ts'
import { calendarView, getSchedule } from './graphBusy.ts'
import { caller } from './graphEntra.ts'
import {
  type Admitted,
  cancelEvent,
  createEvent,
  deleteEvent,
  getEvent,
  listEvents,
  patchEvent,
} from './graphEvents.ts'
import { graphError, Refused, refuse, throttled } from './graphRefusal.ts'
import { OPERATIONS, type Operation, requestMisfits } from './graphShape.ts'
import {
  createSubscription,
  deleteSubscription,
  getSubscription,
  listSubscriptions,
  renewSubscription,
  type SubscriptionRequest,
} from './graphSubscriptions.ts'
import { type GraphWorld, mailboxOf } from './graphWorld.ts'
import type { SimReply, SimRequest } from './serve.ts'
import { misfits } from './shape.ts'

const OF_MAILBOX: Record<string, (admitted: Admitted) => SimReply> = {
  'GET /users/{user-id}/calendarView': calendarView,
  'POST /users/{user-id}/calendar/getSchedule': getSchedule,
  'GET /users/{user-id}/events': listEvents,
  'POST /users/{user-id}/events': createEvent,
  'GET /users/{user-id}/events/{event-id}': getEvent,
  'PATCH /users/{user-id}/events/{event-id}': patchEvent,
  'DELETE /users/{user-id}/events/{event-id}': deleteEvent,
  'POST /users/{user-id}/events/{event-id}/cancel': cancelEvent,
  'POST /users/{user-id}/sendMail': sendMail,
}

const OF_SUBSCRIPTIONS: Record<string, (asked: SubscriptionRequest) => SimReply | Promise<SimReply>> = {
  'GET /subscriptions': listSubscriptions,
  'POST /subscriptions': createSubscription,
  'GET /subscriptions/{subscription-id}': getSubscription,
  'PATCH /subscriptions/{subscription-id}': renewSubscription,
  'DELETE /subscriptions/{subscription-id}': deleteSubscription,
}

/** Answers a request to Graph: known operation, living token, right shape, a free place of the mailbox. */
export async function graphAnswer(world: GraphWorld, request: SimRequest, origin: string): Promise<SimReply> {
  const { method, url } = request
  const operation = OPERATIONS.find((one) => one.method === method && one.path.test(url.pathname))
  if (!operation) return graphError(404, 'UnknownError', 'Resource not found for the segment.')
  world.requests[operation.name] = (world.requests[operation.name] ?? 0) + 1
  try {
    return checked(operation, await admitted(world, operation, request, origin))
  } catch (error) {
    if (error instanceof Refused) return error.reply
    throw error
  }
}

async function admitted(
  world: GraphWorld,
  operation: Operation,
  request: SimRequest,
  origin: string,
): Promise<SimReply> {
  const who = caller(world, request)
  if ('refusal' in who) return who.refusal
  const body = bodyOf(request)
  const wrong = requestMisfits(operation, request.url.searchParams, body)
  if (wrong.length > 0) refuse(400, 'RequestBodyRead', `Not in Graph's document: ${wrong.join(', ')}`)
  const [first = '', second = ''] = (operation.path.exec(request.url.pathname) ?? [])
    .slice(1)
    .map(decodeURIComponent)
  const { m365_tenant_id } = who
  const ofSubscriptions = OF_SUBSCRIPTIONS[operation.name]
  if (ofSubscriptions) return ofSubscriptions({ world, request, origin, m365_tenant_id, named: first, body })
  const mailbox = mailboxOf(world, m365_tenant_id, first)
  if (mailbox.under_way >= 4) return throttled(world.quirks.retry_after)
  mailbox.under_way += 1
  try {
    if (world.quirks.work_ms > 0) await pause(world.quirks.work_ms)
    if (mailbox.trouble) return troubled(mailbox.trouble)
    return OF_MAILBOX[operation.name]!({ world, request, origin, mailbox, named: second, body })
  } finally {
    mailbox.under_way -= 1
  }
}

function bodyOf({ body }: SimRequest) {
  if (body.length === 0) return {}
  try {
    return JSON.parse(body.toString('utf8'))
  } catch {
    refuse(400, 'BadRequest', 'Unable to read JSON request payload.')
  }
}

function troubled(trouble: 'denied' | 'no_mailbox' | 'unknown'): SimReply {
  if (trouble === 'denied')
    return graphError(403, 'ErrorAccessDenied', 'Access is denied. Check credentials and try again.')
  if (trouble === 'unknown') return graphError(404, 'ErrorInvalidUser', 'The requested user is invalid.')
  return graphError(
    404,
    'MailboxNotEnabledForRESTAPI',
    'The mailbox is either inactive, soft-deleted, or is hosted on-premise.',
  )
}

function sendMail({ world, request, mailbox }: Admitted): SimReply {
  const { message, saveToSentItems } = JSON.parse(request.body.toString('utf8'))
  if (!message?.toRecipients?.length)
    refuse(400, 'ErrorInvalidRecipients', 'At least one recipient is needed.')
  const { m365_tenant_id, user } = mailbox
  world.letters.push({ m365_tenant_id, from: user, message, saved: saveToSentItems !== false })
  return { status: 202 }
}

/** A reply that does not fit Graph's document is the simulator's own mistake, and said loudly. */
function checked(operation: Operation, reply: SimReply): SimReply {
  if (reply.status >= 400 || reply.body === undefined || !operation.reply) return reply
  const wrong = misfits(operation.reply, reply.body, false)
  if (wrong.length > 0)
    throw new Error(`The reply of ${operation.name} does not fit Graph's document: ${wrong.join(', ')}`)
  return reply
}

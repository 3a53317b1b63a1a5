import { Elysia, t } from 'elysia'
import { Problem } from '../../lib/problem.ts'
import type { Receiver } from '../../sync/receive.ts'
import { problems } from '../problems.ts'
import type { Services } from '../services.ts'
import { inTime, parsed, unstored } from './storing.ts'

const tags = ['Webhooks']
const MOST_TOKEN = 4096

/** What Microsoft Graph posts: handshakes, notifications, and news of the subscriptions themselves. */
export function graphWebhooks({ sync }: Services) {
  return new Elysia({ name: 'graphWebhooks', prefix: '/v1/webhooks/graph' })
    .post('', ({ body, query }) => answer(query.validationToken, body, sync.receiver.notifications), {
      body: NotificationBody,
      query: Handshake,
      detail: {
        tags,
        summary: 'Take change notifications',
        operationId: 'graphNotifications',
        description: `Items of any mix of tenants. ${PROMISE}`,
      },
      response: replies,
    })
    .post('/lifecycle', ({ body, query }) => answer(query.validationToken, body, sync.receiver.lifecycle), {
      body: LifecycleBody,
      query: Handshake,
      detail: {
        tags,
        summary: 'Take lifecycle notifications',
        operationId: 'graphLifecycle',
        description: `What happens to the subscriptions themselves. ${PROMISE}`,
      },
      response: replies,
    })
}

async function answer(
  token: string | undefined,
  body: string | undefined,
  take: Receiver['notifications'],
): Promise<Response> {
  if (token !== undefined) return handshake(token)
  try {
    await inTime(take(parsed(body)))
    return new Response(null, { status: 202 })
  } catch (error) {
    throw unstored(error)
  }
}

/** The token as it came, and nothing that a browser could take for a page. */
function handshake(token: string): Response {
  if (token === '' || token.length > MOST_TOKEN)
    throw new Problem('notification_malformed', 'This is no validation token')
  const headers = { 'content-type': 'text/plain; charset=utf-8', 'x-content-type-options': 'nosniff' }
  return new Response(token, { headers })
}

const PROMISE = `Each is checked against the secret of its own subscription; what is not genuine is skipped and the
rest goes on. 202 means stored. Whatever is not stored gets 503 within 3 seconds and is to be sent again. With
\`validationToken\` this is a handshake, and the body does not matter.`

const Handshake = t.Object({
  validationToken: t.Optional(t.String({ description: 'Handshake: sent back as plain text' })),
})

const item = {
  subscriptionId: '7f105c7d-2dc5-4530-97cd-4e7ae6534c07',
  subscriptionExpirationDateTime: '2026-12-07T08:00:00.000Z',
  clientState: 'the secret of this subscription',
  tenantId: '84bd8158-6d4d-4958-8b9f-9d6445542f95',
}
const resource = 'Users/ddfcd489-628b-40d7-b48b-57002df800e5/Events/AAMkAGUw'
const NotificationBody = jsonText({
  ...item,
  changeType: 'updated',
  resource,
  resourceData: { '@odata.type': '#Microsoft.Graph.Event', '@odata.id': resource, id: 'AAMkAGUw' },
})
const LifecycleBody = jsonText({ ...item, lifecycleEvent: 'missed' })

/** The text is judged here; the document shows what is in it. */
function jsonText(example: object) {
  const value = { type: 'array', items: { type: 'object' } }
  const shape = { type: 'object', properties: { value }, examples: [{ value: [example] }] }
  return t.Unsafe<string | undefined>(t.Any({ 'x-shown-as': shape }))
}

const replies = {
  200: t.String({ description: 'The validation token', examples: ['opaque'] }),
  202: t.Void({ description: 'Stored' }),
  ...problems('malformed_json', 'notification_malformed', 'body_too_large', 'unavailable'),
}

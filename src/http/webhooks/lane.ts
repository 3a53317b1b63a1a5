import { type AnyElysia, Elysia } from 'elysia'
import { readAtLeisure, readFault } from '../body.ts'
import { hostCheck } from '../edge/host.ts'
import { teller } from '../observe.ts'
import { refusal } from '../refuse.ts'
import { securityHeaders } from '../security.ts'
import type { Services } from '../services.ts'
import { inTime, parsed, unstored } from './storing.ts'

const ROUTE = '/v1/webhooks/graph'

/**
 * Answers plain notifications before the router does: Graph posts them in bursts, and the general way of a request
 * costs more than storing what it brings. What is not plain (a handshake, a body whose length nobody tells, another
 * host, a page's request, a process that is traced or about to stop) goes the general way, and is answered the same.
 */
export function graphLane(services: Services): AnyElysia {
  const lane = new Elysia({ name: 'graphLane' })
  if (services.tracer.follows) return lane
  const isPlain = plainness(services)
  const take = taking(services)
  return lane.wrap((answer) => (request: Request) => (isPlain(request) ? take(request) : answer(request)))
}

function plainness({ edge, stopping }: Services): (request: Request) => boolean {
  const isOurs = hostCheck(edge.base_url)
  return ({ method, url, headers }) =>
    method === 'POST' &&
    url.endsWith(ROUTE) &&
    url.indexOf('/', 'https://'.length) === url.length - ROUTE.length &&
    isOurs(headers.get('host')) &&
    headers.has('content-length') &&
    !headers.has('origin') &&
    !stopping()
}

function taking(services: Services): (request: Request) => Promise<Response> {
  const { edge, requestId, sync } = services
  const secure = securityHeaders(edge.base_url.startsWith('https:'))
  // A reply copies them: made anew for each they would cost more than reading the post.
  const stored = new Headers(secure)
  const tell = teller(services)
  const receive = async (request: Request, post: { isRead: boolean }) => {
    const body = await readAtLeisure(request, ROUTE)
    post.isRead = true
    await sync.receiver.notifications(parsed(body))
  }
  return async (request) => {
    const began_ms = performance.now()
    const request_id = requestId()
    const post = { isRead: false }
    let reply: Response
    try {
      // One patience for all of it: what is slow to come is not stored in time either.
      await inTime(receive(request, post))
      stored.set('x-request-id', request_id)
      reply = new Response(null, { status: 202, headers: stored })
    } catch (error) {
      const headers = { ...secure, 'x-request-id': request_id }
      // Who has not brought the body by now might go on with it for ever.
      reply = post.isRead
        ? refusal(unstored(error), headers)
        : refusal(unstored(readFault(error)), { ...headers, connection: 'close' })
    }
    const took_ms = performance.now() - began_ms
    tell({ method: 'POST', route: ROUTE, status: reply.status, took_ms, request_id })
    return reply
  }
}

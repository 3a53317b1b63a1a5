import { Elysia } from 'elysia'
import { Problem } from '../../lib/problem.ts'
import { originCheck } from '../../tenants/origins.ts'
import type { Services } from '../services.ts'
import { clientAddress } from './address.ts'
import { cors } from './cors.ts'
import { hostCheck } from './host.ts'
import { rateLimit } from './rateLimit.ts'

/** What operators' machines ask by whatever address they reach the process. */
const PROBES = new Set(['/healthz', '/readyz', '/metrics'])

/** What is judged of every request before its route is looked for: whom it asks for, how often, and from which page. */
export function edge({ edge, office: { db, clock }, metrics }: Services) {
  const isOurs = hostCheck(edge.base_url)
  const addressOf = clientAddress(edge.trusted_proxies)
  const limit = edge.rate_limit
    ? rateLimit(clock, (refused) => metrics.count('holdfast_rate_limited_total', refused))
    : undefined
  const cross = cors(originCheck(db))
  return new Elysia({ name: 'edge' })
    .onRequest(({ request, server, set }) => {
      // Without a server the process asks itself: for the document of its own API.
      if (server === null) return
      const path = pathOf(request.url)
      if (!PROBES.has(path) && !isOurs(request.headers.get('host'))) throw misdirected()
      if (limit === undefined) return
      const peer = server.requestIP(request)?.address
      const address = addressOf(peer, request.headers.get('x-forwarded-for'))
      Object.assign(set.headers, limit({ method: request.method, path, address }))
    })
    .onRequest(async ({ request, set }) => {
      if (!request.headers.has('origin')) return
      const crossing = await cross(request, pathOf(request.url))
      Object.assign(set.headers, crossing?.headers)
      if (crossing?.preflight) return new Response(null, { status: 204, headers: crossing.headers })
    })
}

function misdirected(): Problem {
  return new Problem('misdirected_request', 'This service answers to the name in BASE_URL')
}

/** The path of an absolute address, without its query. */
function pathOf(url: string): string {
  const start = url.indexOf('/', url.indexOf('://') + 3)
  const end = url.indexOf('?', start)
  return end === -1 ? url.slice(start) : url.slice(start, end)
}

import { type AnyElysia, Elysia } from 'elysia'
import type { Services } from './services.ts'

/** Counts, times and logs every request, and makes it a span, by the pattern of its route: no id becomes a label. */
export function observe(services: Services): AnyElysia {
  const { tracer } = services
  const tell = teller(services)
  const began_ms = new WeakMap<Request, number>()
  const observer = new Elysia({ name: 'observe' })
    .onRequest(({ request }) => {
      began_ms.set(request, performance.now())
    })
    .onAfterResponse({ as: 'global' }, ({ request, route, params, set, responseValue }) => {
      const status = responseValue instanceof Response ? responseValue.status : Number(set.status ?? 200)
      const now_ms = performance.now()
      tell({
        ...{ method: request.method, route: route || 'none', status },
        took_ms: now_ms - (began_ms.get(request) ?? now_ms),
        request_id: String(set.headers['x-request-id']),
        ids: { ...idsIn(params), ...idsIn(responseValue) },
      })
    })
  return tracer.follows ? traced(observer, tracer) : observer
}

/** A request that has been answered. */
interface Answered {
  method: string
  /** The pattern of its route. */
  route: string
  status: number
  took_ms: number
  request_id: string
  ids?: { tenant?: string; booking_id?: string }
}

/** Counts, times and logs one request. */
export function teller({ metrics, log }: Services): (answered: Answered) => void {
  return ({ method, route, status, took_ms, request_id, ids }) => {
    metrics.count('holdfast_http_requests_total', { method, route, status: String(status) })
    metrics.observe('holdfast_http_request_duration_seconds', { method, route }, took_ms / 1000)
    const line = { request_id, method, route, status, took_ms: Math.round(took_ms), ...ids }
    if (status >= 500) log.warn('request', line)
    else if (method === 'GET' || method === 'HEAD') log.debug('request', line)
    else log.info('request', line)
  }
}

/** Each request in a span, which belongs to the caller's trace when there is one. */
function traced(observer: AnyElysia, tracer: Services['tracer']): AnyElysia {
  return observer
    .onTransform({ as: 'global' }, ({ request, route }) => {
      tracer.rename(`${request.method} ${route}`)
      tracer.note({ 'http.route': route })
    })
    .wrap((answer) => (request: Request) => {
      const parent = request.headers.get('traceparent') ?? undefined
      return tracer.span(request.method, { kind: 'server', parent }, async () => {
        const reply: unknown = await answer(request)
        if (reply instanceof Response) tracer.note({ 'http.response.status_code': reply.status })
        return reply
      })
    })
}

/** Which booking of which tenant a request was about. Paths are whatever a stranger wrote: only what looks like ours is told. */
function idsIn(from: unknown): { tenant?: string; booking_id?: string } {
  if (typeof from !== 'object' || from === null || from instanceof Response) return {}
  const { tenant, booking_id, id } = from as Record<string, unknown>
  const booking = booking_id ?? id
  return {
    ...(typeof tenant === 'string' && SLUG.test(tenant) && { tenant }),
    ...(typeof booking === 'string' && UUID.test(booking) && { booking_id: booking }),
  }
}

const SLUG = /^[a-z0-9-]{1,60}$/
const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/

import type { OriginCheck } from '../../tenants/origins.ts'

/** What a browser needs to hear before it lets a page of another origin have a reply (Fetch Standard, "CORS protocol"). */
export type Cors = (request: Request, path: string) => Promise<Crossing | undefined>

export interface Crossing {
  headers: Record<string, string>
  /** True for the question that a browser asks before the request proper. */
  preflight: boolean
}

/**
 * Lets pages of a tenant's `allowed_origins` call the public API, and nothing else. A booking's address names no
 * tenant; there the origins of all are let in, since its token is asked for in any case. No cookies are involved.
 */
export function cors(check: OriginCheck): Cors {
  return async (request, path) => {
    const origin = request.headers.get('origin')
    const [, area, tenant] = /^\/v1\/(tenants|bookings)\/([^/]+)/.exec(path) ?? []
    if (origin === null || area === undefined) return undefined
    const preflight = request.method === 'OPTIONS' && request.headers.has('access-control-request-method')
    const allowed = await check(origin, area === 'tenants' ? tenant : undefined)
    return { preflight, headers: { vary: 'origin', ...(allowed && allowing(origin, preflight)) } }
  }
}

function allowing(origin: string, preflight: boolean): Record<string, string> {
  if (!preflight) return { 'access-control-allow-origin': origin, 'access-control-expose-headers': EXPOSED }
  return {
    'access-control-allow-origin': origin,
    'access-control-allow-methods': 'GET, POST',
    'access-control-allow-headers': 'authorization, content-type, idempotency-key',
    'access-control-max-age': '600',
  }
}

const EXPOSED = 'idempotency-replayed, location, ratelimit, ratelimit-policy, retry-after, x-request-id'

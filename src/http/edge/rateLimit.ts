import type { Clock } from '../../lib/clock.ts'
import { type Allowance, tokenBuckets, type Verdict } from '../../lib/limit.ts'
import { Problem } from '../../lib/problem.ts'
import { neighbourhood } from './address.ts'
import { RULES, rulingOn } from './rules.ts'

export interface Asked {
  method: string
  path: string
  address: string
}

/** What is said to whoever stays within the limits: the headers of the reply. */
export type RateLimit = (asked: Asked) => Record<string, string>

/**
 * Counts requests by address and kind of route, and by tenant. Throws `rate_limited`, with the time after which to
 * come back. `onRefusal` hears of each refusal. The counters are this process's own: several let through as many
 * times more.
 */
export function rateLimit(
  clock: Clock,
  onRefusal: (refused: { scope: 'address' | 'tenant'; route: string }) => void,
): RateLimit {
  const limiters = new Map(
    RULES.map(({ name, address, tenant }) => [
      name,
      { address: tokenBuckets(address, clock), tenant: tenant && tokenBuckets(tenant, clock) },
    ]),
  )
  return ({ method, path, address }) => {
    const ruling = rulingOn(method, path)
    if (ruling === undefined) return {}
    const { name, address: allowance, tenant } = ruling.rule
    const limiter = limiters.get(name)!
    const verdict = limiter.address.take(neighbourhood(address))
    if (!verdict.allowed) {
      onRefusal({ scope: 'address', route: name })
      throw refused(verdict, headersOf(name, allowance, verdict))
    }
    const ofTenant = ruling.tenant === undefined ? undefined : limiter.tenant?.take(ruling.tenant)
    if (ofTenant && !ofTenant.allowed) {
      onRefusal({ scope: 'tenant', route: name })
      throw refused(ofTenant, headersOf(`${name}-of-tenant`, tenant!, ofTenant))
    }
    return headersOf(name, allowance, verdict)
  }
}

/** As "RateLimit header fields for HTTP" writes them (draft of the IETF's HTTPAPI group). */
function headersOf(name: string, { burst, per_minute }: Allowance, { remaining, reset_s }: Verdict) {
  const window_s = Math.ceil((burst * 60) / per_minute)
  return {
    'ratelimit-policy': `"${name}";q=${burst};w=${window_s}`,
    ratelimit: `"${name}";r=${remaining};t=${reset_s}`,
  }
}

function refused({ retry_after_s }: Verdict, headers: Record<string, string>): Problem {
  const detail = `Come back in ${retry_after_s} ${retry_after_s === 1 ? 'second' : 'seconds'}`
  return new Problem('rate_limited', detail, {
    headers: { ...headers, 'retry-after': String(retry_after_s) },
  })
}

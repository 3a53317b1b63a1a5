import type { Metrics } from './metrics.ts'
import type { Tracer } from './trace.ts'

export interface Watchers {
  metrics: Metrics
  tracer: Tracer
}

export type Provider = 'graph' | 'zoom' | 'smtp'

/** What came of a call: `gone` is an answer like another, `throttled` asks to come back later. */
export type CallOutcome = 'ok' | 'gone' | 'throttled' | 'refused' | 'failed'

/** Runs a call to a provider: counted, timed, and a span of the trace it happens in. */
export async function watched<T>(
  { metrics, tracer }: Watchers,
  provider: Provider,
  operation: string,
  call: () => Promise<T>,
  outcomeOf: (answer: T) => CallOutcome = () => 'ok',
): Promise<T> {
  const began_ms = performance.now()
  const count = (outcome: CallOutcome) => {
    const labels = { provider, operation }
    metrics.count('holdfast_provider_calls_total', { ...labels, outcome })
    metrics.observe('holdfast_provider_call_duration_seconds', labels, (performance.now() - began_ms) / 1000)
    if (outcome === 'throttled') metrics.count('holdfast_provider_throttles_total', { provider })
    tracer.note({ outcome })
  }
  return tracer.span(`${provider} ${operation}`, { kind: 'client' }, async () => {
    try {
      const answer = await call()
      count(outcomeOf(answer))
      return answer
    } catch (error) {
      count('failed')
      throw error
    }
  })
}

/** The same `fetch`, each call watched. The operation is the method and the path without what names anybody. */
export function watchedFetch(inner: typeof fetch, provider: Provider, watchers: Watchers): typeof fetch {
  const call = (input: string | URL | Request, init?: RequestInit) => {
    const [url, method] = input instanceof Request ? [input.url, input.method] : [String(input), init?.method]
    const operation = `${method ?? 'GET'}:${pattern(url)}`
    return watched(watchers, provider, operation, () => inner(input, init), outcomeOfReply)
  }
  return Object.assign(call, { preconnect: inner.preconnect })
}

function outcomeOfReply({ status }: Response): CallOutcome {
  if (status < 400) return 'ok'
  if (status === 404 || status === 410) return 'gone'
  if (status === 429) return 'throttled'
  return status < 500 ? 'refused' : 'failed'
}

/** What is followed by the name or number of one thing in the addresses of providers. */
const COLLECTIONS = new Set(['users', 'events', 'subscriptions', 'meetings', 'past_meetings'])

/** The path with `{}` for each name, number and directory: what is no plain word of an API is taken for one. */
function pattern(url: string): string {
  const { pathname } = new URL(url)
  if (pathname.includes('/oauth')) return '/token'
  const parts = pathname.split('/').slice(1)
  const shown = parts.map((part, i) => {
    const isName = i > 0 && COLLECTIONS.has(parts[i - 1]!)
    return isName || !/^[$a-z][\w.$]{0,30}$/i.test(part) ? '{}' : part
  })
  return `/${shown.join('/').replaceAll('$', '')}`
}

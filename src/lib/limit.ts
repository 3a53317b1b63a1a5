import type { Clock } from './clock.ts'

/** How much is let through: `burst` at once, and `per_minute` in the long run. */
export interface Allowance {
  burst: number
  per_minute: number
}

/** What a limiter says of one request; `limit`, `remaining` and `reset_s` are those of the RateLimit headers. */
export interface Verdict {
  allowed: boolean
  limit: number
  remaining: number
  /** Seconds until the allowance is whole again. */
  reset_s: number
  /** Seconds until one more is let through; 0 when allowed. */
  retry_after_s: number
}

export interface Limiter {
  /** Takes one of the allowance of `key`, if there is one left. */
  take(key: string): Verdict
}

interface Bucket {
  tokens: number
  at_ms: number
}

/**
 * A token bucket per key. Remembers at most `most` keys; the one unseen for longest is forgotten first, which lets
 * its owner begin anew, so `most` should be larger than the crowd one expects.
 */
export function tokenBuckets(allowance: Allowance, clock: Clock, most = 50_000): Limiter {
  const buckets = new Map<string, Bucket>()
  return {
    take: (key) => {
      const now = clock.now_ms()
      const bucket = refilled(buckets.get(key), allowance, now)
      const allowed = bucket.tokens >= 1
      if (allowed) bucket.tokens -= 1
      // Put back at the end, so that the map stays in order of last use.
      buckets.delete(key)
      buckets.set(key, bucket)
      if (buckets.size > most) forgetOldest(buckets)
      return verdict(allowed, bucket, allowance)
    },
  }
}

function refilled(bucket: Bucket | undefined, { burst, per_minute }: Allowance, now: number): Bucket {
  if (bucket === undefined) return { tokens: burst, at_ms: now }
  // A clock that was set back must neither take away nor give.
  const passed_ms = Math.max(0, now - bucket.at_ms)
  return { tokens: Math.min(burst, bucket.tokens + (passed_ms * per_minute) / 60_000), at_ms: now }
}

function verdict(allowed: boolean, { tokens }: Bucket, { burst, per_minute }: Allowance): Verdict {
  const seconds = (missing: number) => Math.ceil((missing * 60) / per_minute)
  return {
    allowed,
    limit: burst,
    remaining: Math.floor(tokens),
    reset_s: seconds(burst - tokens),
    retry_after_s: allowed ? 0 : Math.max(1, seconds(1 - tokens)),
  }
}

function forgetOldest(buckets: Map<string, Bucket>): void {
  const [oldest] = buckets.keys()
  if (oldest !== undefined) buckets.delete(oldest)
}

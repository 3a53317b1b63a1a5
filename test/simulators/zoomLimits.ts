import type { SimReply } from './serve.ts'
import { apiError, type SimAccount, type ZoomWorld, zoomTime } from './zoomWorld.ts'

const DAY_MS = 24 * 60 * 60_000

/** Counts one request of the account in this second; the 429 when there were too many. */
export function perSecond(world: ZoomWorld, account: SimAccount): SimReply | undefined {
  const key = `${account.account_id} ${Math.floor(world.clock.now_ms() / 1000)}`
  return count(world, key) > world.limits.per_second ? tooFast(world.limits.per_second) : undefined
}

/** Counts one creation or change for this host; the 429 when the day's are used up. */
export function perDay(world: ZoomWorld, host_id: string): SimReply | undefined {
  const day = Math.floor(world.clock.now_ms() / DAY_MS)
  const { daily } = world.limits
  if (count(world, `${host_id} day ${day}`) <= daily) return undefined
  const message = `You have exceeded the daily rate limit (${daily}) of Meeting Create/Update API requests permitted for this particular user. You may resume these requests at GMT 00:00:00.`
  const headers = { ...rateHeaders('Daily-limit', daily, 0), 'retry-after': zoomTime((day + 1) * DAY_MS) }
  return { ...apiError(429, 429, message), headers }
}

/** The 429 of a request that came too soon after others. */
export function tooFast(limit: number): SimReply {
  const message = 'You have reached the maximum per-second rate limit for this API. Try again later.'
  return { ...apiError(429, 429, message), headers: rateHeaders('QPS', limit, 0) }
}

/** The headers every answer of the API carries. */
export function rateHeaders(type: 'QPS' | 'Daily-limit', limit: number, remaining: number) {
  return {
    'x-ratelimit-category': 'Medium',
    'x-ratelimit-type': type,
    'x-ratelimit-limit': String(limit),
    'x-ratelimit-remaining': String(Math.max(remaining, 0)),
  }
}

function count(world: ZoomWorld, key: string): number {
  const used = (world.used.get(key) ?? 0) + 1
  world.used.set(key, used)
  return used
}

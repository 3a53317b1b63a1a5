import type { Clock } from '../lib/clock.ts'
import type { Log } from '../lib/log.ts'

/** A tenant's access token as it is cached. */
export interface CachedToken {
  access_token: string
  expires_at_utc: Date
}

export interface Tokens {
  /** A living access token for this tenant; rejects with the `Failure` of `acquire` when there is none. */
  of(m365_tenant_id: string): Promise<string>
  /** Graph refused this token: it is forgotten, unless another has taken its place meanwhile. */
  refused(m365_tenant_id: string, access_token: string): void
}

export type Acquire = (m365_tenant_id: string) => Promise<CachedToken>

/** A token younger than this is renewed beside the calls that use it, an older one before them. */
const RENEW_AHEAD_MS = 5 * 60_000
const RENEW_BEFORE_USE_MS = 60_000
/** After a failed renewal the living token is used this long before the next attempt. */
const REST_MS = 10_000

interface Entry {
  token?: CachedToken
  underWay?: Promise<CachedToken>
  rest_until_ms: number
}

/**
 * Tokens by tenant: renewed at least 60 s before they end, one request in flight for each tenant, and the last good
 * one used as long as it lives even when renewing fails.
 */
export function tokens({ clock, acquire, log }: { clock: Clock; acquire: Acquire; log: Log }): Tokens {
  const entries = new Map<string, Entry>()

  return {
    async of(m365_tenant_id) {
      const entry = entries.get(m365_tenant_id) ?? { rest_until_ms: 0 }
      entries.set(m365_tenant_id, entry)
      const { token } = entry
      const left_ms = token ? token.expires_at_utc.getTime() - clock.now_ms() : 0
      if (!token || left_ms <= 0) return (await renewed(m365_tenant_id, entry)).access_token
      if (left_ms > RENEW_AHEAD_MS) return token.access_token
      const renewing = whileItLives(m365_tenant_id, entry, token)
      if (left_ms <= RENEW_BEFORE_USE_MS) return (await renewing).access_token
      renewing.catch(() => {})
      return token.access_token
    },
    refused(m365_tenant_id, access_token) {
      const entry = entries.get(m365_tenant_id)
      if (entry?.token?.access_token === access_token) entry.token = undefined
    },
  }

  function renewed(m365_tenant_id: string, entry: Entry): Promise<CachedToken> {
    entry.underWay ??= acquire(m365_tenant_id)
      .then((token) => {
        entry.token = token
        return token
      })
      .finally(() => {
        entry.underWay = undefined
      })
    return entry.underWay
  }

  async function whileItLives(
    m365_tenant_id: string,
    entry: Entry,
    token: CachedToken,
  ): Promise<CachedToken> {
    if (clock.now_ms() < entry.rest_until_ms) return token
    try {
      return await renewed(m365_tenant_id, entry)
    } catch (error) {
      entry.rest_until_ms = clock.now_ms() + REST_MS
      log.warn('token_renewal_failed', { m365_tenant_id, code: codeOf(error) })
      if (token.expires_at_utc.getTime() > clock.now_ms()) return token
      throw error
    }
  }
}

function codeOf(error: unknown) {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
}

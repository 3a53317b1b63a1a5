import { z } from 'zod'
import type { Clock } from '../lib/clock.ts'
import { fingerprint } from '../lib/secret.ts'
import { zoomFailure } from './advice.ts'
import { exchange, type Fetch } from './exchange.ts'
import { oauthRefusal } from './refusal.ts'
import type { ZoomAccount } from './zoom.ts'

/** A token Zoom gave, and what it is good for. */
export interface ZoomToken {
  access_token: string
  expires_ms: number
  scopes: string[]
  /** The API's origin for this account, as Zoom tells it. */
  api_url?: string
}

/** Tokens of server-to-server OAuth, one a Zoom account. */
export interface ZoomTokens {
  /** A token with at least `SPARE_MS` to live; the same one for everybody until it grows old. */
  get(account: ZoomAccount): Promise<ZoomToken>
  /** A token asked for now, which `get` hands out from then on. */
  renew(account: ZoomAccount): Promise<ZoomToken>
  /** Zoom refused this token: `get` does not hand it out again. */
  refused(account: ZoomAccount, access_token: string): void
}

/** A token this close to its end is not used any more. */
export const SPARE_MS = 60_000
/** A token this close to its end is replaced in the background while it is still used. */
export const EARLY_MS = 10 * 60_000
/** After a background refresh failed, the old token serves this long before the next try. */
const PATIENCE_MS = 15_000
/** More accounts than this and the one asked for longest ago is forgotten. */
const MOST_ACCOUNTS = 2_000

interface Entry {
  token?: ZoomToken
  fetching?: Promise<ZoomToken>
  not_before_ms: number
}

/** Fetches tokens from `oauth_url`, keeps each till shortly before its end, asks once at a time per account. */
export function zoomTokens(options: {
  oauth_url: string
  fetch: Fetch
  clock: Clock
  deadline_ms: number
}): ZoomTokens {
  const { clock } = options
  const entries = new Map<string, Entry>()

  const renew = (account: ZoomAccount): Promise<ZoomToken> => {
    const entry = entryOf(entries, account)
    entry.fetching ??= fetchToken(account, options)
      .then((token) => {
        entry.token = token
        return token
      })
      .finally(() => {
        entry.fetching = undefined
        entry.not_before_ms = clock.now_ms() + PATIENCE_MS
      })
    return entry.fetching
  }

  return {
    renew,
    get: async (account) => {
      const entry = entryOf(entries, account)
      const left_ms = (entry.token?.expires_ms ?? 0) - clock.now_ms()
      if (!entry.token || left_ms < SPARE_MS) return renew(account)
      // Its failure is nobody's yet: the token at hand still works.
      if (left_ms < EARLY_MS && clock.now_ms() >= entry.not_before_ms) renew(account).catch(() => {})
      return entry.token
    },
    refused: (account, access_token) => {
      const entry = entryOf(entries, account)
      if (entry.token?.access_token === access_token) entry.token = undefined
    },
  }
}

/** The account's entry, moved to the young end; new credentials make a new entry. */
function entryOf(entries: Map<string, Entry>, account: ZoomAccount): Entry {
  const key = fingerprint(JSON.stringify([account.account_id, account.client_id, account.client_secret]))
  const entry = entries.get(key) ?? { not_before_ms: 0 }
  entries.delete(key)
  entries.set(key, entry)
  if (entries.size > MOST_ACCOUNTS) entries.delete(entries.keys().next().value ?? key)
  return entry
}

const TokenReply = z.object({
  access_token: z.string().min(1),
  expires_in: z.number().positive(),
  scope: z.string().default(''),
  api_url: z.url().optional().catch(undefined),
})

async function fetchToken(
  account: ZoomAccount,
  { oauth_url, fetch, clock, deadline_ms }: Parameters<typeof zoomTokens>[0],
): Promise<ZoomToken> {
  const asked_ms = clock.now_ms()
  const basic = Buffer.from(`${account.client_id}:${account.client_secret}`).toString('base64')
  const body = new URLSearchParams({ grant_type: 'account_credentials', account_id: account.account_id })
  const headers = {
    authorization: `Basic ${basic}`,
    accept: 'application/json',
    'content-type': 'application/x-www-form-urlencoded',
  }
  const init = { method: 'POST', headers, body: body.toString() }
  const reply = await exchange(fetch, oauth_url, init, deadline_ms)
  if (reply.status !== 200) throw oauthRefusal(reply, clock.now_ms())
  const parsed = TokenReply.safeParse(reply.json)
  if (!parsed.success) throw zoomFailure('zoom_reply_unreadable', '(token)', { status: reply.status })
  const { access_token, expires_in, scope, api_url } = parsed.data
  const scopes = scope.split(/[\s,]+/).filter(Boolean)
  return { access_token, expires_ms: asked_ms + expires_in * 1000, scopes, api_url }
}

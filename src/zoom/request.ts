import type { Clock } from '../lib/clock.ts'
import { exchange, type Fetch } from './exchange.ts'
import { apiRefusal, type ZoomReply } from './refusal.ts'
import type { ZoomToken, ZoomTokens } from './token.ts'
import type { ZoomAccount } from './zoom.ts'

/** One call of Zoom's API. `path` starts with a slash and is already encoded. */
export interface ZoomCall {
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  path: string
  query?: Record<string, string>
  body?: object
}

/** Answers the body of a 2xx reply; throws the typed `Failure` of any other. */
export type ZoomRequest = (account: ZoomAccount, call: ZoomCall) => Promise<unknown>

/** Calls the API as an account; a token Zoom does not take any more (401, code 124) is replaced, once. */
export function zoomRequest(options: {
  api_url: string
  tokens: ZoomTokens
  fetch: Fetch
  clock: Clock
  deadline_ms: number
}): ZoomRequest {
  const { tokens, clock } = options
  return async (account, call) => {
    const token = await tokens.get(account)
    let reply = await send(token, call, options)
    if (tokenRefused(reply)) {
      tokens.refused(account, token.access_token)
      reply = await send(await tokens.get(account), call, options)
    }
    if (reply.status >= 200 && reply.status < 300) return reply.json
    throw apiRefusal(reply, clock.now_ms())
  }
}

function tokenRefused({ status, json }: ZoomReply): boolean {
  return status === 401 && typeof json === 'object' && json !== null && 'code' in json && json.code === 124
}

function send(
  token: ZoomToken,
  { method, path, query, body }: ZoomCall,
  { api_url, fetch, deadline_ms }: Parameters<typeof zoomRequest>[0],
): Promise<ZoomReply> {
  const search = query ? `?${new URLSearchParams(query)}` : ''
  const headers: Record<string, string> = {
    authorization: `Bearer ${token.access_token}`,
    accept: 'application/json',
  }
  if (body) headers['content-type'] = 'application/json'
  const init = { method, headers, body: body && JSON.stringify(body) }
  return exchange(fetch, `${apiBase(api_url, token.api_url)}${path}${search}`, init, deadline_ms)
}

/**
 * Where the API is: what Zoom told with the token, as long as it is HTTPS within the same domain as the
 * setting (`api-us.zoom.us` for `api.zoom.us`), else the setting.
 */
export function apiBase(setting: string, told: string | undefined): string {
  const configured = setting.replace(/\/+$/, '')
  if (told === undefined || !URL.canParse(told)) return configured
  const { protocol, hostname, origin } = new URL(told)
  const domain = new URL(configured).hostname.split('.').slice(-2).join('.')
  const within = protocol === 'https:' && /[a-z]/.test(domain) && hostname.endsWith(`.${domain}`)
  return within ? `${origin}${new URL(configured).pathname.replace(/\/+$/, '')}` : configured
}

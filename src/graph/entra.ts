import { AuthError, ConfidentialClientApplication, type INetworkModule } from '@azure/msal-node'
import { z } from 'zod'
import type { Clock } from '../lib/clock.ts'
import { withDeadline } from '../lib/deadline.ts'
import { Failure } from '../lib/failure.ts'
import { authOf, type Credential } from './credential.ts'
import { retryAfter_ms } from './retryAfter.ts'
import type { Acquire } from './token.ts'

export interface EntraOptions {
  client_id: string
  credential: Credential
  /** Without the tenant, such as `https://login.microsoftonline.com`. Plain `http:` is for loopback addresses. */
  authority: string
  /** Graph's base URL; its origin names the scope. */
  graph_base_url: string
  clock: Clock
  fetch: typeof fetch
}

const DEADLINE_MS = 10_000
/** Assumed where Entra does not tell; it always does. */
const SHORT_LIFE_S = 300

/**
 * Fetches an application token of one tenant through MSAL (client credentials). Every call asks Entra anew: MSAL's
 * own cache throws instead of answering a living token after a failure, so `token.ts` keeps one of ours.
 */
export function entra(options: EntraOptions): Acquire {
  const auth = { clientId: options.client_id, ...authOf(options.credential) }
  const { host, origin } = new URL(options.authority)
  const scopes = [`${new URL(options.graph_base_url).origin}/.default`]

  return async (m365_tenant_id) => {
    const seen: Seen = {}
    const application = new ConfidentialClientApplication({
      // MSAL insists on https; the network client below speaks http where the setting does.
      auth: { ...auth, authority: `https://${host}/${m365_tenant_id}`, knownAuthorities: [host] },
      system: { networkClient: network(options, origin, seen), disableInternalRetries: true },
    })
    const asked_ms = options.clock.now_ms()
    try {
      const reply = await application.acquireTokenByClientCredential({ scopes, skipCache: true })
      if (!reply?.accessToken) throw new Failure('retry', 'entra_no_token', 'Entra answered no token')
      const expires_in_s = seen.reply?.expires_in ?? SHORT_LIFE_S
      return { access_token: reply.accessToken, expires_at_utc: new Date(asked_ms + expires_in_s * 1000) }
    } catch (error) {
      throw failureOf(error, seen)
    }
  }
}

/** The last answer, because MSAL's errors keep neither its status nor its `Retry-After`. */
interface Seen {
  status?: number
  retry_after_ms?: number
  reply?: z.infer<typeof Reply>
}

const Reply = z.object({
  expires_in: z.coerce.number().optional().catch(undefined),
  error: z.string().optional().catch(undefined),
  error_codes: z.array(z.number()).optional().catch(undefined),
})

function network({ fetch, clock }: EntraOptions, origin: string, seen: Seen): INetworkModule {
  const send = (method: string, url: string, headers?: Record<string, string>, body?: string) =>
    withDeadline(DEADLINE_MS, async (signal) => {
      const { pathname, search } = new URL(url)
      seen.status = seen.reply = undefined
      const response = await fetch(`${origin}${pathname}${search}`, {
        method,
        headers,
        body,
        signal,
        redirect: 'error',
      })
      seen.status = response.status
      seen.retry_after_ms = retryAfter_ms(response.headers, clock.now_ms())
      // MSAL refuses http in what a simulator tells of itself, too; for an https origin this changes nothing.
      const text = (await response.text()).replaceAll(`"${origin}/`, `"https://${new URL(origin).host}/`)
      const answer = JSON.parse(text)
      seen.reply = Reply.safeParse(answer).data
      return { status: response.status, headers: Object.fromEntries(response.headers), body: answer }
    })
  return {
    sendGetRequestAsync: (url, options) => send('GET', url, options?.headers),
    sendPostRequestAsync: (url, options) => send('POST', url, options?.headers, options?.body),
  }
}

/** Codes that say the tenant does not let this application in, or is none (Entra, "Error code reference"). */
const NOT_OURS = [700016, 90002, 90013, 7000112, 65001]

function failureOf(error: unknown, { status, retry_after_ms, reply }: Seen): Failure {
  if (error instanceof Failure) return error
  const detail = { status, retry_after_ms }
  const number = reply?.error_codes?.[0]
  const code = number ? `entra_${number}` : `entra_${reply?.error ?? codeOf(error)}`
  if (!reply || status === 429 || !status || status >= 500 || reply.error === 'temporarily_unavailable') {
    return new Failure('retry', code, 'Entra gave no token', detail)
  }
  const kind = number && NOT_OURS.includes(number) ? 'untouchable' : 'permanent'
  return new Failure(kind, code, 'Entra refuses the application a token', detail)
}

function codeOf(error: unknown) {
  return error instanceof AuthError ? error.errorCode : 'unreachable'
}

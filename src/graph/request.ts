import type { z } from 'zod'
import { backoff_ms } from '../lib/backoff.ts'
import type { Clock } from '../lib/clock.ts'
import { pause, withDeadline } from '../lib/deadline.ts'
import type { Entropy } from '../lib/entropy.ts'
import { Failure } from '../lib/failure.ts'
import type { Log } from '../lib/log.ts'
import { lanes } from './lanes.ts'
import { refusal } from './refusal.ts'
import { retryAfter_ms } from './retryAfter.ts'
import type { Tokens } from './token.ts'

/** Microsoft Graph over HTTP. */
export interface Graph {
  /** Sends one request and answers its parsed reply; rejects with a `Failure`. */
  call<T>(call: GraphCall<T>): Promise<T>
}

export interface GraphCall<T> {
  /** What the logs and failures call it, such as `events.create`; never an address. */
  name: string
  m365_tenant_id: string
  /** The mailbox whose quota this counts against. */
  user?: string
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  /** Below the base URL, encoded, with its query; or a link that Graph gave. */
  path: string
  body?: unknown
  /** Preferences beside the immutable ids. */
  prefer?: string[]
  reply: z.ZodType<T>
  /** For the whole call: waiting for a place, the token, and repetitions. */
  deadline_ms?: number
}

export interface GraphOptions {
  base_url: string
  tokens: Tokens
  clock: Clock
  entropy: Entropy
  fetch: typeof fetch
  log: Log
}

const DEADLINE_MS = 10_000
/** Exchange serves one application four requests at a time for each mailbox (Graph throttling limits, Outlook). */
const LANES = 4
/** A longer wait is reported to the caller, whose job has more time than a request. */
const PATIENCE_MS = 2_000
const MOST_ATTEMPTS = 3

/**
 * A client that asks for immutable ids, keeps within four requests a mailbox, takes a new token once when one is
 * refused, and repeats what was certainly not done (429) or changes nothing (GET), as long as the wait is short.
 */
export function graph(options: GraphOptions): Graph {
  const inLane = lanes(LANES)
  return {
    call: (call) =>
      withDeadline(call.deadline_ms ?? DEADLINE_MS, (signal) => {
        const work = () => persist(options, call, signal)
        if (!call.user) return work()
        return inLane(`${call.m365_tenant_id}/${call.user.toLowerCase()}`, signal, work)
      }),
  }
}

async function persist<T>(options: GraphOptions, call: GraphCall<T>, signal: AbortSignal): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await once(options, call, signal)
    } catch (error) {
      const wait_ms = waitBefore(error, call.method, attempt, options.entropy)
      if (wait_ms === undefined || signal.aborted) throw error
      await pause(wait_ms, signal)
    }
  }
}

function waitBefore(
  error: unknown,
  method: string,
  attempt: number,
  { uniform }: Entropy,
): number | undefined {
  if (!(error instanceof Failure) || error.kind !== 'retry' || attempt >= MOST_ATTEMPTS) return undefined
  const { status, retry_after_ms } = error.detail
  if (status === 401) return attempt === 1 ? 0 : undefined
  if (status !== 429 && method !== 'GET') return undefined
  const wait_ms = retry_after_ms ?? backoff_ms(attempt, { base_ms: 400, cap_ms: PATIENCE_MS }, uniform)
  return wait_ms <= PATIENCE_MS ? wait_ms : undefined
}

async function once<T>(options: GraphOptions, call: GraphCall<T>, signal: AbortSignal): Promise<T> {
  const { tokens, clock, entropy, log } = options
  const access_token = await tokens.of(call.m365_tenant_id)
  const client_request_id = entropy.id()
  const started_ms = clock.now_ms()
  const { response, text } = await exchange(options, call, signal, { access_token, client_request_id })
  const request_id = response.headers.get('request-id') ?? undefined
  const { name, m365_tenant_id } = call
  const fields = { name, m365_tenant_id, status: response.status, request_id, client_request_id }
  const took_ms = clock.now_ms() - started_ms
  if (response.ok) {
    log.debug('graph_answered', { ...fields, took_ms })
    return parsed(call, text, request_id)
  }
  if (response.status === 401) tokens.refused(call.m365_tenant_id, access_token)
  const retry_after_ms = retryAfter_ms(response.headers, clock.now_ms())
  const failure = refusal(name, { status: response.status, text, request_id, retry_after_ms })
  log.warn('graph_refused', { ...fields, took_ms, code: failure.code, retry_after_ms })
  throw failure
}

async function exchange<T>(
  { base_url, fetch, log }: GraphOptions,
  call: GraphCall<T>,
  signal: AbortSignal,
  { access_token, client_request_id }: { access_token: string; client_request_id: string },
) {
  const headers: Record<string, string> = {
    authorization: `Bearer ${access_token}`,
    accept: 'application/json',
    prefer: ['IdType="ImmutableId"', ...(call.prefer ?? [])].join(', '),
    'client-request-id': client_request_id,
    'return-client-request-id': 'true',
  }
  if (call.body !== undefined) headers['content-type'] = 'application/json'
  const body = call.body === undefined ? undefined : JSON.stringify(call.body)
  const url = urlOf(base_url, call)
  try {
    const response = await fetch(url, { method: call.method, headers, body, signal, redirect: 'error' })
    return { response, text: await response.text() }
  } catch {
    log.warn('graph_unreachable', { name: call.name, m365_tenant_id: call.m365_tenant_id, client_request_id })
    throw new Failure('retry', 'unreachable', `${call.name}: Graph cannot be reached`)
  }
}

function urlOf<T>(base_url: string, { name, path }: GraphCall<T>): string {
  if (!path.includes('://')) return `${base_url.replace(/\/$/, '')}${path}`
  // A link of the reply carries the token wherever it points.
  if (new URL(path).origin === new URL(base_url).origin) return path
  throw new Failure('permanent', 'foreign_link', `${name}: a link leads away from Graph`)
}

function parsed<T>({ name, reply }: GraphCall<T>, text: string, request_id: string | undefined): T {
  let json: unknown
  try {
    json = text === '' ? undefined : JSON.parse(text)
  } catch {
    throw new Failure('retry', 'not_json', `${name}: the reply is not JSON`, { request_id })
  }
  const result = reply.safeParse(json)
  if (result.success) return result.data
  const where = result.error.issues[0]?.path.join('.') ?? ''
  throw new Failure('retry', 'unexpected_reply', `${name}: the reply has another shape at '${where}'`, {
    request_id,
  })
}

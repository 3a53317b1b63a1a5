import type { Clock } from '../../src/lib/clock.ts'
import type { SimReply } from './serve.ts'

/** A Zoom account with its server-to-server app and its users; `'any'` knows every e-mail address. */
export interface SimAccount {
  account_id: string
  client_id: string
  client_secret: string
  users: { id: string; email: string }[] | 'any'
  scopes: string[]
  /** What is wrong with it, if anything. */
  trouble?: 'suspended' | 'app_disabled' | 'app_wrong_kind'
}

/** A meeting as the simulator keeps it; times are UTC whatever the request used. */
export interface SimMeeting {
  id: number
  uuid: string
  account_id: string
  host_id: string
  topic: string
  agenda: string
  start_ms: number
  duration: number
  timezone: string
  created_ms: number
  settings: Record<string, unknown>
  status: 'waiting' | 'started' | 'ended'
  links_given: number
}

/** Everything that changes while the simulator runs. */
export interface ZoomWorld {
  clock: Clock
  accounts: SimAccount[]
  tokens: Map<string, { account: SimAccount; expires_ms: number }>
  meetings: Map<number, SimMeeting>
  /** Every booking mark ever created, with how many meetings were made under it. */
  created: Map<string, number>
  pages: Map<string, { host_id: string; type: string; offset: number; expires_ms: number }>
  limits: { per_second: number; daily: number }
  /** Requests per host and day, and per account and second. */
  used: Map<string, number>
  listed_after_ms: number
  /** Zones this Zoom does not know, though they exist. */
  unknown_zones: Set<string>
  requests: Record<string, number>
  tokens_given: number
  next_id: number
}

/** A world with these accounts and nothing in it. */
export function newWorld(clock: Clock, accounts: SimAccount[]): ZoomWorld {
  return {
    clock,
    accounts: accounts.map((account) => ({ ...account })),
    tokens: new Map(),
    meetings: new Map(),
    created: new Map(),
    pages: new Map(),
    limits: { per_second: 10_000, daily: 100 },
    used: new Map(),
    listed_after_ms: 0,
    unknown_zones: new Set(),
    requests: {},
    tokens_given: 0,
    next_id: 81_000_000_001,
  }
}

/** An error of the API, in its shape. */
export function apiError(
  status: number,
  code: number,
  message: string,
  errors?: { field: string; message: string }[],
): SimReply {
  return { status, body: { code, message, ...(errors ? { errors } : {}) } }
}

/** An error of the token endpoint, whose shape is another. */
export function oauthError(error: string, reason: string): SimReply {
  return { status: 400, body: { reason, error } }
}

/** The user of this account with that id or e-mail address. */
export function userOf(account: SimAccount, name: string): { id: string; email: string } | undefined {
  if (account.users === 'any') return name.includes('@') ? { id: name, email: name } : undefined
  return account.users.find((user) => user.id === name || user.email === name)
}

/** The booking id in an agenda, as an outsider reads it. */
export function markOf(agenda: string): string | undefined {
  return /^Ref: (\S+)/.exec(agenda)?.[1]
}

/** An instant as Zoom prints it. */
export function zoomTime(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z')
}

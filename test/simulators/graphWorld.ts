import { createHash, randomBytes } from 'node:crypto'
import type { Clock } from '../../src/lib/clock.ts'
import type { Zones } from '../../src/scheduling/zone.ts'

/** What a mailbox may suffer from: outside the application's scope, without Exchange, or no such user. */
export type MailboxTrouble = 'denied' | 'no_mailbox' | 'unknown'

export interface SimMailbox {
  m365_tenant_id: string
  /** Principal name, lower case. */
  user: string
  /** The object id that notifications name. */
  user_id: string
  time_zone: string
  trouble?: MailboxTrouble
  events: Map<string, SimEvent>
  /** Requests under way; Exchange serves four. */
  under_way: number
}

export interface SimAttendee {
  name: string
  address: string
  type: string
  response: 'none' | 'accepted' | 'tentativelyAccepted' | 'declined'
}

/** An event as the simulator keeps it. */
export interface SimEvent {
  id: string
  version: number
  /** The organiser's event, when this is an attendee's copy of it. */
  copy_of?: { mailbox: SimMailbox; id: string }
  transaction?: { id: string; content: string }
  subject: string
  body: { contentType: string; content: string }
  location: string
  show_as: string
  start_ms: number
  end_ms: number
  /** Dates of an all-day event, which float; `start_ms` and `end_ms` are then theirs in the mailbox's zone. */
  dates?: { start: string; end: string }
  /** A series: the event and its later occurrences. */
  repeat?: { every_days: number; count: number }
  attendees: SimAttendee[]
  properties: { id: string; value: string }[]
  is_cancelled: boolean
  join_url?: string
  /** Readings until the link of the online meeting shows. */
  link_hidden_for: number
  created_ms: number
}

export interface SimSubscription {
  id: string
  m365_tenant_id: string
  mailbox: SimMailbox
  resource: string
  change_types: string[]
  notification_url: string
  lifecycle_url?: string
  client_state?: string
  expires_ms: number
  immutable_ids: boolean
  renewed_ms: number
}

/** A letter Outlook sent by itself to an attendee. */
export interface SimMail {
  m365_tenant_id: string
  event_id: string
  kind: 'invitation' | 'update' | 'cancellation'
  to: string
}

/** A letter sent through sendMail, with the body as it came. */
export interface SimLetter {
  m365_tenant_id: string
  from: string
  message: unknown
  saved: boolean
}

/** Everything that changes while the simulator runs. */
export interface GraphWorld {
  clock: Clock
  zones: Zones
  client: { id: string; secret: string }
  token_life_s: number
  /** Tenants that do not exist, or did not consent. */
  absent_tenants: Set<string>
  /** What tenants have consented to. */
  roles: string[]
  tokens: Map<string, { m365_tenant_id: string; expires_ms: number }>
  tokens_given: number
  mailboxes: Map<string, SimMailbox>
  subscriptions: Map<string, SimSubscription>
  /** Transaction ids ever used, by mailbox and id; one that was used stays so. */
  transactions: Map<string, string>
  mails: SimMail[]
  letters: SimLetter[]
  /** How each token was asked for. */
  proofs: { secret: string | null; assertion: string | null }[]
  /** How many events every booking mark (any extended property's value) has had, ever. */
  created: Map<string, number>
  /** How often each operation was asked for. */
  requests: Record<string, number>
  quirks: Quirks
  /** Hears of every change of an event, once it is done. */
  told(mailbox: SimMailbox, change: 'created' | 'updated' | 'deleted', event: SimEvent): void
}

/** What Graph does now and then, and a test may ask for. */
export interface Quirks {
  /** How long each request occupies one of the mailbox's four places. */
  work_ms: number
  retry_after: string
  /** Pages hold this many items at most, whatever was asked. */
  page_size: number
  /** Every list begins with an empty page. */
  empty_page: boolean
  duplicate_status: 400 | 409
  /** Teams fails silently. */
  no_teams: boolean
  /** The join link shows on the second reading. */
  late_link: boolean
  /** The next PATCHes meet a conflict that Exchange itself caused. */
  conflicts: number
  handshake_timeout_ms: number
  most_subscriptions: number
}

/** A world that knows every tenant and mailbox, and has nothing in it. */
export function newGraphWorld(
  clock: Clock,
  zones: Zones,
  client: { id: string; secret: string },
): GraphWorld {
  return {
    clock,
    zones,
    client,
    token_life_s: 3_599,
    absent_tenants: new Set(),
    roles: ['Calendars.Read', 'Calendars.ReadWrite', 'Mail.Send'],
    tokens: new Map(),
    tokens_given: 0,
    mailboxes: new Map(),
    subscriptions: new Map(),
    transactions: new Map(),
    mails: [],
    letters: [],
    proofs: [],
    created: new Map(),
    requests: {},
    told: () => {},
    quirks: {
      work_ms: 0,
      retry_after: '0.128',
      page_size: 100,
      empty_page: false,
      duplicate_status: 409,
      no_teams: false,
      late_link: false,
      conflicts: 0,
      handshake_timeout_ms: 10_000,
      most_subscriptions: 1_000,
    },
  }
}

/** The mailbox with this principal name or object id; a new one springs up for a name never heard. */
export function mailboxOf(world: GraphWorld, m365_tenant_id: string, user: string): SimMailbox {
  const name = user.toLowerCase()
  const key = `${m365_tenant_id}/${name}`
  const known = world.mailboxes.get(key)
  if (known) return known
  const byId = [...world.mailboxes.values()].find(
    (one) => one.m365_tenant_id === m365_tenant_id && one.user_id === name,
  )
  if (byId) return byId
  const mailbox: SimMailbox = {
    m365_tenant_id,
    user: name,
    user_id: uuidOf(key),
    time_zone: 'UTC',
    events: new Map(),
    under_way: 0,
  }
  world.mailboxes.set(key, mailbox)
  return mailbox
}

function uuidOf(text: string) {
  const hex = createHash('sha256').update(text).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

/** A new immutable id of an event. */
export function newEventId(): string {
  return `AAkALg${randomBytes(24).toString('base64url')}`
}

/** The id under which a caller who did not ask for immutable ids sees an event: another one. */
export function idFor(id: string, immutable: boolean): string {
  return immutable ? id : `AAMkAG${id}`
}

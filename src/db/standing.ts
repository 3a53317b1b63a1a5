/** What is asked before times are given away. */
export interface Questions {
  /** Whose claims, and when. */
  spans: Span[]
  /** Whose workload is counted, of claims that begin between the two instants. */
  ahead: Ahead
  /** Idempotency keys, of any tenant and route. */
  keys: string[]
  tenant_ids: string[]
}

/** Whose claims are counted, and from when until when, in epoch milliseconds. */
export interface Ahead {
  salesperson_ids: string[]
  from_ms: number
  until_ms: number
}

/** How things stand. */
export interface Standing {
  /** The claims that overlap any of the spans, expired ones too; one that meets two comes twice. */
  claims: Claimed[]
  workloads: Workload[]
  /** Replies that were stored for any of the keys. */
  replies: KeptReply[]
  tenants: { id: string; config_revision: number }[]
}

/** How much a salesperson has to do. */
export interface Workload {
  salesperson_id: string
  /** Living claims that begin between the two instants. */
  load: number
  /** When the newest claim was made, in epoch milliseconds; null without any. */
  last_ms: number | null
}

export interface KeptReply {
  key: string
  tenant_id: string
  route: string
  body_hash: string
  status: number
  reply: unknown
}

/** A part of a salesperson's time, in epoch milliseconds, half open. */
export interface Span {
  salesperson_id: string
  from_ms: number
  until_ms: number
}

/** So many bookings of a salesperson may begin in this span, at most. */
export interface Limit extends Span {
  most: number
}

/** A claim as it is read: buffers included, in epoch milliseconds. */
export interface Claimed extends Span {
  id: string
  booking_id: string
  /** The booking's start, buffers left out. */
  start_ms: number
  /** Null once the booking is confirmed. */
  expires_ms: number | null
}

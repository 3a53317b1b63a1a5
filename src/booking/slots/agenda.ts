import type { Claimed, Db, Span } from '../../db/database.ts'
import type { Means } from '../../lib/means.ts'
import type { BusyWindow } from '../../outlook/outlook.ts'
import type { Interval } from '../../scheduling/interval.ts'
import type { Agenda } from '../../scheduling/slots.ts'
import type { MeetingType, Salesperson } from '../../tenants/tenantConfig.ts'

/** Claims by the id of the salesperson. */
export type Claims = Map<string, Claimed[]>

const HOUR_MS = 3_600_000
/** A day on which clocks go back has 25 hours; a start on it is less far away than this. */
const LONGEST_DAY_MS = 26 * HOUR_MS

/** The claims that overlap these spans, in one query, each once. */
export async function claimsOf(db: Db, spans: Span[]): Promise<Claims> {
  return bySalesperson(await db.claimed(spans))
}

/** The same claims, each once. */
export function bySalesperson(claims: Claimed[]): Claims {
  const each = new Map(claims.map((claim) => [claim.id, claim]))
  return Map.groupBy(each.values(), (claim) => claim.salesperson_id)
}

/** The time around a start in which a claim can matter: slot and buffers, or whole days where a day can be full. */
export function around(type: MeetingType, start_ms: number): Interval {
  const day_ms = type.maximum_per_day === null ? 0 : LONGEST_DAY_MS
  const { from_ms, until_ms } = guarded(type, start_ms)
  return { from_ms: Math.min(from_ms, start_ms - day_ms), until_ms: Math.max(until_ms, start_ms + day_ms) }
}

/** The slot with its buffers. */
export function guarded(type: MeetingType, start_ms: number): Interval {
  return {
    from_ms: start_ms - type.buffer_before_minutes * 60_000,
    until_ms: start_ms + (type.length_minutes + type.buffer_after_minutes) * 60_000,
  }
}

/** The spans in which these salespersons' claims matter to a window. */
export function spansOf(salespersons: readonly Salesperson[], window: Interval): Span[] {
  return salespersons.map(({ id }) => ({ salesperson_id: id, ...window }))
}

/** A booking that is being moved, and its Outlook event: neither stands in its own way. */
export interface Own {
  booking_id: string
  /** When it begins as it stands. */
  start_ms: number
  event_id?: string
  /** Where colleagues take part: of their calendars Outlook tells the time alone, or their copy's id. */
  time?: Interval
}

/** The agenda the generator works on. What is the moved booking's own is left out; so are claims that have expired. */
export function agendaOf(
  salesperson: Salesperson,
  claims: Claimed[] = [],
  busy: BusyWindow[] = [],
  now_ms: number,
  own?: Own,
): Agenda {
  const living = claims.filter((claim) => claim.booking_id !== own?.booking_id && !hasExpired(claim, now_ms))
  return {
    time_zone: salesperson.time_zone,
    weekly: salesperson.rules,
    overrides: salesperson.overrides,
    claims: living,
    busy: own ? busy.filter((window) => !isOwn(window, own)) : busy,
    booked_starts_ms: living.map(({ start_ms }) => start_ms),
  }
}

/** True when the hold of this claim is over. */
export function hasExpired({ expires_ms }: Claimed, now_ms: number): boolean {
  return expires_ms !== null && expires_ms <= now_ms
}

/** The claims of holds that are over. */
export function overdue({ clock }: Means, claims: Claims): Claimed[] {
  const now_ms = clock.now_ms()
  return [...claims.values()].flat().filter((claim) => hasExpired(claim, now_ms))
}

/** Graph names the event of a busy window, the mock its booking as well; a colleague's is known by its time. */
export function isOwn({ booking_id, event_id, from_ms, until_ms }: BusyWindow, own: Own): boolean {
  if (booking_id === own.booking_id || (event_id !== undefined && event_id === own.event_id)) return true
  return from_ms === own.time?.from_ms && until_ms === own.time.until_ms
}

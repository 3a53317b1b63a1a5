import { type AnyColumn, and, desc, eq, isNotNull, isNull, lt, type SQL } from 'drizzle-orm'
import type { Db } from '../db/database.ts'
import type { Tables } from '../db/schema.ts'
import type { FollowUp } from './followUp.ts'
import { type Page, type PageOf, paged } from './page.ts'

export type TrackingEvent = Tables['tracking_events']['$inferSelect']
export type AuditLog = Tables['audit_logs']['$inferSelect']

/** A tenant's tracking events, the newest first. */
export function listTrackingEvents(
  { q, t }: Db,
  tenant_id: string,
  { booking_id, kind, ...page }: Page & { booking_id?: string; kind?: string },
): Promise<PageOf<TrackingEvent>> {
  const { tracking_events: table } = t
  const wanted = ofPage(table, tenant_id, page, is(table.booking_id, booking_id), is(table.kind, kind))
  return paged(page, (limit) => q.select().from(table).where(wanted).orderBy(desc(table.id)).limit(limit))
}

/** A tenant's audit, the newest first. */
export function listAuditLogs(
  { q, t }: Db,
  tenant_id: string,
  { action, subject, ...page }: Page & { action?: string; subject?: string },
): Promise<PageOf<AuditLog>> {
  const { audit_logs: table } = t
  const wanted = ofPage(table, tenant_id, page, is(table.action, action), is(table.subject, subject))
  return paged(page, (limit) => q.select().from(table).where(wanted).orderBy(desc(table.id)).limit(limit))
}

/** A tenant's follow-ups, the newest first; `open` true those that wait, false those that are resolved. */
export function listFollowUps(
  { q, t }: Db,
  tenant_id: string,
  { open, kind, ...page }: Page & { open?: boolean; kind?: string },
): Promise<PageOf<FollowUp>> {
  const { follow_ups: table } = t
  const state = open ? isNull(table.resolved_at_utc) : isNotNull(table.resolved_at_utc)
  const stands = open === undefined ? undefined : state
  const wanted = ofPage(table, tenant_id, page, stands, is(table.kind, kind))
  return paged(page, (limit) => q.select().from(table).where(wanted).orderBy(desc(table.id)).limit(limit))
}

/** The tenant's own that are wanted. Ids rise with time (RFC 9562, version 7), so a later page has lower ones. */
function ofPage(
  table: { id: AnyColumn; tenant_id: AnyColumn },
  tenant_id: string,
  { cursor }: Page,
  ...wanted: (SQL | undefined)[]
): SQL | undefined {
  const before = cursor === undefined ? undefined : lt(table.id, cursor)
  return and(eq(table.tenant_id, tenant_id), ...wanted, before)
}

function is(column: AnyColumn, value: string | undefined): SQL | undefined {
  return value === undefined ? undefined : eq(column, value)
}

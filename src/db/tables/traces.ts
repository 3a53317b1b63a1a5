import { sql } from 'drizzle-orm'
import type { Columns } from '../postgres/columns.ts'
import type { Source } from './bookings.ts'

/** What happened and what a person must do: tracking events, audit, follow-ups. */
export function traceTables({ table, text, instant, json, index, uniqueIndex }: Columns) {
  const tracking_events = table(
    'tracking_events',
    {
      id: text().primaryKey(),
      tenant_id: text().notNull(),
      booking_id: text().notNull(),
      kind: text().notNull(),
      detail: json<Record<string, unknown>>().notNull(),
      created_at_utc: instant().notNull(),
    },
    (t) => [
      index('tracking_events_by_tenant').on(t.tenant_id, t.id),
      index('tracking_events_by_booking').on(t.booking_id),
    ],
  )
  const audit_logs = table(
    'audit_logs',
    {
      id: text().primaryKey(),
      tenant_id: text(),
      /** Which key or which part of Holdfast acted: `admin_key`, `key:{name}`, `customer`, `outlook`, `system`. */
      actor: text().notNull(),
      source: text<Source>().notNull(),
      action: text().notNull(),
      subject: text().notNull(),
      detail: json<Record<string, unknown>>().notNull(),
      created_at_utc: instant().notNull(),
    },
    (t) => [index('audit_logs_by_tenant').on(t.tenant_id, t.id)],
  )
  const follow_ups = table(
    'follow_ups',
    {
      id: text().primaryKey(),
      tenant_id: text().notNull(),
      booking_id: text(),
      salesperson_id: text(),
      kind: text().notNull(),
      /** While one with this key is open no second is made. */
      key: text(),
      detail: json<Record<string, unknown>>().notNull(),
      created_at_utc: instant().notNull(),
      resolved_at_utc: instant(),
      resolved_by: text(),
      resolution: text(),
    },
    (t) => [
      index('follow_ups_by_tenant').on(t.tenant_id, t.id),
      uniqueIndex('follow_ups_open_key')
        .on(t.tenant_id, t.key)
        .where(sql`resolved_at_utc is null and key is not null`),
      // Those that wait, by which they are counted at each scrape.
      index('follow_ups_open').on(t.kind).where(sql`resolved_at_utc is null`),
    ],
  )
  return { tracking_events, audit_logs, follow_ups }
}

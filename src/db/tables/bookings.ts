import { sql } from 'drizzle-orm'
import type { Columns } from '../postgres/columns.ts'
import type { Location } from './tenants.ts'

export type BookingStatus = 'held' | 'confirming' | 'confirmed' | 'canceled' | 'expired' | 'failed'
export type Source = 'customer' | 'admin' | 'sales_manual' | 'system'

/** How the salesperson of a hold was chosen. */
export interface Assignment {
  asked_for?: string
  winner: string
  /** Who was free; none where there was no choice. */
  candidates: { salesperson: string; load: number; last_booked_at_utc: string | null }[]
}

export interface Attendance {
  outcome: 'attended' | 'no_show'
  note?: string
  recorded_at_utc: string
}

/** Bookings, the time they claim, and what guards their requests. */
export function bookingTables({ table, text, integer, instant, json, index, primaryKey }: Columns) {
  const bookings = table(
    'bookings',
    {
      id: text().primaryKey(),
      tenant_id: text().notNull(),
      meeting_type_id: text().notNull(),
      /** Who organises: whose Outlook event and Zoom meeting it is. */
      salesperson_id: text().notNull(),
      /** The others, when all of several meet the customer. */
      other_salesperson_ids: json<string[]>().notNull(),
      status: text<BookingStatus>().notNull(),
      /** Who made the last change of state. */
      source: text<Source>().notNull(),
      start_at_utc: instant().notNull(),
      end_at_utc: instant().notNull(),
      customer_name: text().notNull(),
      customer_email: text().notNull(),
      customer_phone: text(),
      customer_time_zone: text().notNull(),
      customer_locale: text().notNull(),
      answers: json<Record<string, string | boolean>>().notNull(),
      location: json<Location>().notNull(),
      join_url: text(),
      hold_expires_at_utc: instant(),
      verify_token_jti: text(),
      code_hash: text(),
      code_tries: integer().notNull().default(0),
      cancel_reason: text(),
      attendance: json<Attendance>(),
      attendance_suggestion: text<'attended' | 'no_show'>(),
      assignment: json<Assignment>().notNull(),
      /** The saga that is changing this booking now; while it runs no other may begin. */
      saga_id: text(),
      /** Rises with each change of time or state that the outside sees; SEQUENCE of the iCalendar file. */
      revision: integer().notNull().default(0),
      created_at_utc: instant().notNull(),
      updated_at_utc: instant().notNull(),
    },
    (t) => [
      index('bookings_by_tenant').on(t.tenant_id, t.id),
      index('bookings_by_salesperson').on(t.salesperson_id, t.start_at_utc),
      index('bookings_confirmed').on(t.start_at_utc).where(sql`status = 'confirmed'`),
    ],
  )
  const slot_claims = table(
    'slot_claims',
    {
      id: text().primaryKey(),
      booking_id: text()
        .notNull()
        .references(() => bookings.id),
      salesperson_id: text().notNull(),
      /** Buffers included. */
      from_utc: instant().notNull(),
      until_utc: instant().notNull(),
      /** The booking's start, buffers left out: what the daily maximum counts. */
      start_at_utc: instant().notNull(),
      /** Null once the booking is confirmed. */
      expires_at_utc: instant(),
      created_at_utc: instant().notNull(),
    },
    (t) => [
      index('slot_claims_by_salesperson').on(t.salesperson_id, t.from_utc),
      index('slot_claims_by_booking').on(t.booking_id),
      // Who was booked last. What a confirmation changes stands in no index: the change stays within its page.
      index('slot_claims_by_creation').on(t.salesperson_id, t.created_at_utc),
    ],
  )
  const token_consumptions = table(
    'token_consumptions',
    {
      jti: text().primaryKey(),
      booking_id: text().notNull(),
      purpose: text().notNull(),
      consumed_at_utc: instant().notNull(),
    },
    (t) => [index('token_consumptions_by_age').on(t.consumed_at_utc)],
  )
  const idempotency_keys = table(
    'idempotency_keys',
    {
      tenant_id: text().notNull(),
      route: text().notNull(),
      key: text().notNull(),
      body_hash: text().notNull(),
      status: integer().notNull(),
      reply: json<unknown>().notNull(),
      created_at_utc: instant().notNull(),
    },
    (t) => [
      // The key first: a batch of holds looks its keys up together.
      primaryKey({ columns: [t.key, t.tenant_id, t.route] }),
      index('idempotency_keys_by_age').on(t.created_at_utc),
    ],
  )
  return { bookings, slot_claims, token_consumptions, idempotency_keys }
}

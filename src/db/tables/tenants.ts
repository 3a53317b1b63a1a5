import type { Columns } from '../postgres/columns.ts'

/** How the tenant's pages look and where they may be embedded. */
export interface Branding {
  accent_colour?: string
  logo_url?: string
  privacy_url?: string
  imprint_url?: string
  /** Origins that may embed the pages and call the public API from a browser. */
  allowed_origins?: string[]
  /** False asks search engines to stay away. */
  indexed?: boolean
}

export interface MinuteSpan {
  from_minute: number
  until_minute: number
}

export interface Location {
  kind: 'zoom' | 'teams' | 'phone' | 'in_person'
  /** Where it is, for `in_person`; whom to call, for `phone`. */
  detail?: string
}

export interface Question {
  id: string
  label: string
  kind: 'text' | 'long_text' | 'choice' | 'yes_no' | 'phone'
  required: boolean
  choices?: string[]
}

/** Tenants and what they configure: salespersons, their hours, meeting types, keys. */
export function tenantTables({
  table,
  text,
  integer,
  boolean,
  instant,
  json,
  primaryKey,
  uniqueIndex,
}: Columns) {
  const stamps = { created_at_utc: instant().notNull(), updated_at_utc: instant().notNull() }
  const tenants = table('tenants', {
    id: text().primaryKey(),
    slug: text().notNull().unique(),
    name: text().notNull(),
    time_zone: text().notNull(),
    locale: text().notNull().default('en'),
    m365_tenant_id: text(),
    branding: json<Branding>().notNull(),
    active: boolean().notNull().default(true),
    /** Rises with every change of the tenant's configuration, so that a process knows when its copy is old. */
    config_revision: integer().notNull().default(1),
    ...stamps,
  })
  const ofTenant = () =>
    text()
      .notNull()
      .references(() => tenants.id)
  const salespersons = table(
    'salespersons',
    {
      id: text().primaryKey(),
      tenant_id: ofTenant(),
      slug: text().notNull(),
      name: text().notNull(),
      email: text().notNull(),
      /** Graph user id or principal name of the mailbox. */
      mailbox: text().notNull(),
      zoom_user: text().notNull(),
      time_zone: text().notNull(),
      active: boolean().notNull().default(true),
      ...stamps,
    },
    (t) => [uniqueIndex('salespersons_slug').on(t.tenant_id, t.slug)],
  )
  const ofSalesperson = () =>
    text()
      .notNull()
      .references(() => salespersons.id)
  const availability_rules = table(
    'availability_rules',
    {
      salesperson_id: ofSalesperson(),
      /** ISO 8601: Monday is 1. */
      weekday: integer().notNull(),
      from_minute: integer().notNull(),
      until_minute: integer().notNull(),
    },
    (t) => [primaryKey({ columns: [t.salesperson_id, t.weekday, t.from_minute] })],
  )
  const availability_overrides = table(
    'availability_overrides',
    {
      salesperson_id: ofSalesperson(),
      /** `YYYY-MM-DD` in the salesperson's zone. */
      date: text().notNull(),
      /** Replaces the weekly hours of that date; empty means closed. */
      intervals: json<MinuteSpan[]>().notNull(),
    },
    (t) => [primaryKey({ columns: [t.salesperson_id, t.date] })],
  )
  const meeting_types = table(
    'meeting_types',
    {
      id: text().primaryKey(),
      tenant_id: ofTenant(),
      slug: text().notNull(),
      name: text().notNull(),
      description: text().notNull().default(''),
      length_minutes: integer().notNull(),
      slot_step_minutes: integer().notNull(),
      buffer_before_minutes: integer().notNull(),
      buffer_after_minutes: integer().notNull(),
      minimum_notice_minutes: integer().notNull(),
      horizon_days: integer().notNull(),
      maximum_per_day: integer(),
      hold_minutes: integer().notNull(),
      cancel_notice_minutes: integer().notNull(),
      reschedule_notice_minutes: integer().notNull(),
      location: json<Location>().notNull(),
      questions: json<Question[]>().notNull(),
      /** `one` of the salespersons meets the customer, or `all` of them do. */
      staffing: text<'one' | 'all'>().notNull().default('one'),
      active: boolean().notNull().default(true),
      ...stamps,
    },
    (t) => [uniqueIndex('meeting_types_slug').on(t.tenant_id, t.slug)],
  )
  const meeting_type_salespersons = table(
    'meeting_type_salespersons',
    {
      meeting_type_id: text()
        .notNull()
        .references(() => meeting_types.id),
      salesperson_id: ofSalesperson(),
      position: integer().notNull(),
    },
    (t) => [primaryKey({ columns: [t.meeting_type_id, t.salesperson_id] })],
  )
  const tenant_keys = table('tenant_keys', {
    id: text().primaryKey(),
    tenant_id: ofTenant(),
    name: text().notNull(),
    key_hash: text().notNull().unique(),
    created_at_utc: instant().notNull(),
    revoked_at_utc: instant(),
  })
  const tenant_logos = table('tenant_logos', {
    tenant_id: text()
      .primaryKey()
      .references(() => tenants.id),
    content_type: text().notNull(),
    content_base64: text().notNull(),
    content_hash: text().notNull(),
    updated_at_utc: instant().notNull(),
  })
  return {
    tenants,
    salespersons,
    availability_rules,
    availability_overrides,
    meeting_types,
    meeting_type_salespersons,
    tenant_keys,
    tenant_logos,
  }
}

import { t } from 'elysia'
import { Instant } from '../fields.ts'

const Nullable = <Schema extends ReturnType<typeof t.String>>(schema: Schema) => t.Union([schema, t.Null()])
const Person = t.Object({ slug: t.String(), name: t.String() })
const LocationKind = t.Union([
  t.Literal('zoom'),
  t.Literal('teams'),
  t.Literal('phone'),
  t.Literal('in_person'),
])

export const BookingStatus = t.Union([
  t.Literal('held'),
  t.Literal('confirming'),
  t.Literal('confirmed'),
  t.Literal('canceled'),
  t.Literal('expired'),
  t.Literal('failed'),
])

const Source = t.Union([
  t.Literal('customer'),
  t.Literal('admin'),
  t.Literal('sales_manual'),
  t.Literal('system'),
])

/** A booking as examples show it. */
export const EXAMPLE = {
  booking_id: '019352f0-7e11-7a3e-9d3c-0c8e6a1f2b3c',
  tenant: 'acme',
  meeting_type: 'intro-zoom',
  salespersons: [{ slug: 'berlin', name: 'Bettina Lindt' }],
  status: 'confirmed',
  source: 'customer',
  start_at_utc: '2026-12-01T14:30:00.000Z',
  end_at_utc: '2026-12-01T15:00:00.000Z',
  customer: {
    name: 'Ada',
    email: 'ada@example.com',
    phone: null,
    time_zone: 'America/Vancouver',
    locale: 'en',
  },
  answers: {},
  location: { kind: 'zoom' },
  join_url: 'https://zoom.example/j/81234567890',
  hold_expires_at_utc: null,
  cancel_reason: null,
  revision: 1,
  created_at_utc: '2026-11-30T08:00:00.000Z',
  updated_at_utc: '2026-11-30T08:01:10.000Z',
}

/** The fields of a booking that everyone with a token of it may read. */
export const bookingFields = {
  booking_id: t.String(),
  tenant: t.String(),
  meeting_type: t.String(),
  salespersons: t.Array(Person),
  status: BookingStatus,
  source: Source,
  start_at_utc: Instant,
  end_at_utc: Instant,
  customer: t.Object({
    name: t.String(),
    email: t.String(),
    phone: Nullable(t.String()),
    time_zone: t.String(),
    locale: t.String(),
  }),
  answers: t.Record(t.String(), t.Union([t.String(), t.Boolean()])),
  location: t.Object({ kind: LocationKind, detail: t.Optional(t.String()) }),
  join_url: Nullable(t.String()),
  hold_expires_at_utc: Nullable(Instant),
  cancel_reason: Nullable(t.String()),
  revision: t.Number(),
  created_at_utc: Instant,
  updated_at_utc: Instant,
}

export const BookingReply = t.Object(bookingFields, { examples: [EXAMPLE] })

export const HoldReply = t.Object(
  { ...bookingFields, salesperson: t.String() },
  {
    examples: [
      {
        ...EXAMPLE,
        status: 'held',
        join_url: null,
        hold_expires_at_utc: '2026-11-30T08:10:00.000Z',
        revision: 0,
        salesperson: 'berlin',
      },
    ],
  },
)

export const SlotsReply = t.Object(
  {
    time_zone: t.String(),
    tzdata_version: t.String(),
    as_of_utc: Instant,
    degraded_salespersons: t.Array(t.String()),
    slots: t.Array(
      t.Object({
        start_at_utc: Instant,
        end_at_utc: Instant,
        start_local: t.String({ description: 'ISO 8601 with the offset of time_zone' }),
        salespersons: t.Array(t.String()),
      }),
    ),
  },
  {
    examples: [
      {
        time_zone: 'America/Vancouver',
        tzdata_version: '2026f',
        as_of_utc: '2026-11-30T08:00:00.000Z',
        degraded_salespersons: [],
        slots: [
          {
            start_at_utc: '2026-12-01T21:30:00.000Z',
            end_at_utc: '2026-12-01T22:00:00.000Z',
            start_local: '2026-12-01T14:30:00-07:00',
            salespersons: ['berlin', 'vancouver'],
          },
        ],
      },
    ],
  },
)

export const TenantPageReply = t.Object(
  {
    slug: t.String(),
    name: t.String(),
    time_zone: t.String(),
    locale: t.String(),
    branding: t.Object({
      accent_colour: t.Optional(t.String()),
      logo_url: t.Optional(t.String()),
      privacy_url: t.Optional(t.String()),
      imprint_url: t.Optional(t.String()),
    }),
    meeting_types: t.Array(
      t.Object({
        slug: t.String(),
        name: t.String(),
        description: t.String(),
        length_minutes: t.Number(),
        location: LocationKind,
        staffing: t.Union([t.Literal('one'), t.Literal('all')]),
        questions: t.Array(
          t.Object({
            id: t.String(),
            label: t.String(),
            kind: t.String({ enum: ['text', 'long_text', 'choice', 'yes_no', 'phone'] }),
            required: t.Boolean(),
            choices: t.Optional(t.Array(t.String())),
          }),
        ),
        salespersons: t.Array(Person),
      }),
    ),
  },
  {
    examples: [
      {
        slug: 'acme',
        name: 'Acme',
        time_zone: 'Europe/Berlin',
        locale: 'en',
        branding: { accent_colour: '#1f5eff' },
        meeting_types: [
          {
            slug: 'intro-zoom',
            name: 'Introduction',
            description: 'Half an hour on Zoom to get to know each other.',
            length_minutes: 30,
            location: 'zoom',
            staffing: 'one',
            questions: [],
            salespersons: [{ slug: 'berlin', name: 'Bettina Lindt' }],
          },
        ],
      },
    ],
  },
)

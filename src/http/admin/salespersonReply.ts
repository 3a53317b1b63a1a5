import { t } from 'elysia'
import type { Salesperson } from '../../tenants/tenantConfig.ts'
import { foreignName, Instant, Slug, TimeZone, words } from '../fields.ts'

const Address = t.String({ format: 'email', maxLength: 254, 'x-is': 'an e-mail address' })
const Mailbox = foreignName(
  254,
  'Graph user id or principal name of the calendar; the e-mail address when left out. Events that exist stay in the former one',
)

const fields = {
  name: words(100, 'As customers see it'),
  email: Address,
  mailbox: t.Optional(Mailbox),
  zoom_user: t.Optional(foreignName(254, 'Zoom user id or address; the e-mail address when left out')),
  time_zone: TimeZone,
}

const example = {
  slug: 'berlin',
  name: 'Bettina Lindt',
  email: 'berlin@acme.example',
  mailbox: 'berlin@acme.example',
  zoom_user: 'berlin@acme.example',
  time_zone: 'Europe/Berlin',
}

export const NewSalesperson = t.Object({ slug: Slug, ...fields }, { examples: [example] })

export const SalespersonChange = t.Partial(t.Object({ ...fields, active: t.Boolean() }), {
  minProperties: 1,
  examples: [{ time_zone: 'America/Vancouver' }],
})

export const SalespersonReply = t.Object(
  {
    slug: t.String(),
    name: t.String(),
    email: t.String(),
    mailbox: t.String(),
    zoom_user: t.String(),
    time_zone: t.String(),
    active: t.Boolean(),
    created_at_utc: Instant,
    updated_at_utc: Instant,
  },
  {
    examples: [
      {
        ...example,
        active: true,
        created_at_utc: '2026-06-01T08:00:00.000Z',
        updated_at_utc: '2026-06-01T08:00:00.000Z',
      },
    ],
  },
)

/** A salesperson as admins see them. */
export function salespersonReply(one: Salesperson) {
  const { slug, name, email, mailbox, zoom_user, time_zone, active } = one
  return {
    ...{ slug, name, email, mailbox, zoom_user, time_zone, active },
    created_at_utc: one.created_at_utc.toISOString(),
    updated_at_utc: one.updated_at_utc.toISOString(),
  }
}

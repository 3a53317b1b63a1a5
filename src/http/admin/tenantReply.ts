import { t } from 'elysia'
import type { Tenant } from '../../tenants/tenantConfig.ts'
import { foreignName, HttpsUrl, Instant, Locale, Slug, TimeZone, words } from '../fields.ts'

const Origin = t.String({
  maxLength: 200,
  pattern: '^https?://[^\\s/?#@]+$',
  'x-is': 'an origin such as https://www.example.com',
})

const BrandingInput = t.Object({
  accent_colour: t.Optional(
    t.String({ pattern: '^#[0-9a-fA-F]{6}$', 'x-is': 'a colour like #1f5eff', examples: ['#1f5eff'] }),
  ),
  privacy_url: t.Optional(HttpsUrl),
  imprint_url: t.Optional(HttpsUrl),
  allowed_origins: t.Optional(
    t.Array(Origin, {
      maxItems: 50,
      description: 'May embed the pages and call the public API from a browser',
    }),
  ),
  indexed: t.Optional(t.Boolean({ description: 'False asks search engines to stay away' })),
})

const fields = {
  name: words(100, 'As customers see it'),
  time_zone: TimeZone,
  locale: t.Optional(Locale),
  m365_tenant_id: t.Optional(
    t.Nullable(
      foreignName(
        100,
        'Directory (tenant) id in Microsoft Entra; set with the key of the installation alone',
      ),
    ),
  ),
  branding: t.Optional(BrandingInput),
}

const example = {
  slug: 'acme',
  name: 'Acme',
  time_zone: 'Europe/Berlin',
  locale: 'en' as const,
  branding: { accent_colour: '#1f5eff', privacy_url: 'https://www.example.com/privacy' },
}

export const NewTenant = t.Object({ slug: Slug, ...fields }, { examples: [example] })

export const TenantChange = t.Partial(t.Object({ ...fields, active: t.Boolean() }), {
  minProperties: 1,
  examples: [{ name: 'Acme GmbH' }],
})

export const TenantReply = t.Object(
  {
    slug: t.String(),
    name: t.String(),
    time_zone: t.String(),
    locale: t.String(),
    m365_tenant_id: t.Nullable(t.String()),
    branding: t.Composite([BrandingInput, t.Object({ logo_url: t.Optional(t.String()) })]),
    active: t.Boolean(),
    created_at_utc: Instant,
    updated_at_utc: Instant,
  },
  {
    examples: [
      {
        ...example,
        m365_tenant_id: null,
        active: true,
        created_at_utc: '2026-06-01T08:00:00.000Z',
        updated_at_utc: '2026-06-01T08:00:00.000Z',
      },
    ],
  },
)

/** A tenant as admins see it. */
export function tenantReply({ id: _, config_revision: __, ...tenant }: Tenant) {
  return {
    ...tenant,
    created_at_utc: tenant.created_at_utc.toISOString(),
    updated_at_utc: tenant.updated_at_utc.toISOString(),
  }
}

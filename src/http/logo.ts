import { Elysia, t } from 'elysia'
import { findTenant } from '../tenants/find.ts'
import { LOGO_TYPES, readLogo } from '../tenants/logo.ts'
import { path } from './fields.ts'
import { problems } from './problems.ts'
import type { Services } from './services.ts'

/** The logo of a tenant, for pages and letters. Its address changes with its content, so it is kept for good. */
export function publicLogo({ office: { db, catalogue } }: Services) {
  return new Elysia({ name: 'logo' }).get(
    '/v1/tenants/:tenant/logo',
    async ({ params, query }) => {
      // Of those that take no bookings any more, too: the pages of bookings that exist show it.
      const { tenant } = await findTenant(catalogue, db, params.tenant)
      const { bytes, content_type } = await readLogo(db, tenant.id)
      const cache = query.v === undefined ? 'public, max-age=300' : 'public, max-age=31536000, immutable'
      const headers = { 'content-type': content_type, 'cache-control': cache }
      return new Response(bytes, {
        headers: { ...headers, 'cross-origin-resource-policy': 'cross-origin' },
      })
    },
    {
      params: path('tenant'),
      query: t.Object({ v: t.Optional(t.String({ maxLength: 64, description: 'Which content' })) }),
      detail: { tags: ['Booking'], summary: "Show a tenant's logo", operationId: 'showLogo' },
      response: {
        200: t.Any({ description: 'The image', 'x-media-types': LOGO_TYPES }),
        ...problems('tenant_not_found', 'not_found', 'invalid_request'),
      },
    },
  )
}

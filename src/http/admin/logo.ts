import { t } from 'elysia'
import { dropLogo, LOGO_TYPES, MOST_LOGO_BYTES, setLogo } from '../../tenants/logo.ts'
import { adminDetail } from '../detail.ts'
import { path } from '../fields.ts'
import { problems } from '../problems.ts'
import type { Services } from '../services.ts'
import { tenantController } from './key.ts'

const params = path('tenant')
const refusals = problems('unauthorized', 'tenant_not_found')

// The bytes are judged by the verb; the document shows the types.
const FileBody = t.Unsafe<Uint8Array | undefined>(
  t.Any({ description: 'The file itself', 'x-media-types': LOGO_TYPES }),
)

/** The tenant's logo, as a file. */
export function logo(services: Services) {
  const { office } = services
  return tenantController(services, { name: 'logo', prefix: '/logo' })
    .put(
      '',
      async ({ config, actor, body }) => {
        const about = { tenant_id: config.tenant.id, actor }
        return { logo_url: await setLogo(office, about, body ?? new Uint8Array()) }
      },
      {
        params,
        body: FileBody,
        detail: adminDetail(
          'Tenants',
          'setLogo',
          'Set the logo',
          `PNG, JPEG or WebP, at most ${MOST_LOGO_BYTES / 1024} KiB. Its kind is read from its bytes.`,
        ),
        response: {
          200: t.Object(
            { logo_url: t.String({ description: 'Where customers load it' }) },
            { examples: [{ logo_url: '/v1/tenants/acme/logo?v=3f2a9c01d4e5' }] },
          ),
          ...refusals,
          ...problems('invalid_request', 'body_too_large', 'unsupported_media_type'),
        },
      },
    )
    .delete(
      '',
      async ({ config, actor, set }) => {
        await dropLogo(office, { tenant_id: config.tenant.id, actor })
        set.status = 204
      },
      {
        params,
        detail: adminDetail('Tenants', 'dropLogo', 'Take the logo away'),
        response: { 204: t.Void({ description: 'There is no logo now' }), ...refusals },
      },
    )
}

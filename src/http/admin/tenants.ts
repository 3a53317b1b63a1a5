import { t } from 'elysia'
import { shown } from '../../tenants/page.ts'
import { createTenant, listTenants } from '../../tenants/tenant.ts'
import { adminDetail } from '../detail.ts'
import { pageReply, paging } from '../fields.ts'
import { problems } from '../problems.ts'
import type { Services } from '../services.ts'
import { installationController } from './key.ts'
import { NewTenant, TenantReply, tenantReply } from './tenantReply.ts'

/** All tenants: for the installation's key alone. */
export function tenants(services: Services) {
  const { office } = services
  return installationController(services, { name: 'tenants', prefix: '/tenants' })
    .get('', async ({ query }) => shown(await listTenants(office, query), tenantReply), {
      query: t.Object(paging),
      detail: adminDetail('Tenants', 'listTenants', 'List tenants'),
      response: {
        200: pageReply(TenantReply, 'Tenants in the order of their slugs'),
        ...problems('unauthorized', 'invalid_request'),
      },
    })
    .post(
      '',
      async ({ body, actor, status }) => status(201, tenantReply(await createTenant(office, actor, body))),
      {
        body: NewTenant,
        detail: adminDetail('Tenants', 'createTenant', 'Make a tenant'),
        response: {
          201: TenantReply,
          ...problems('unauthorized', 'invalid_request', 'malformed_json', 'conflict'),
        },
      },
    )
}

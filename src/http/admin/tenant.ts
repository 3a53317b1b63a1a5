import { changeTenant } from '../../tenants/tenant.ts'
import { adminDetail } from '../detail.ts'
import { path } from '../fields.ts'
import { problems } from '../problems.ts'
import type { Services } from '../services.ts'
import { tenantController } from './key.ts'
import { staffChanged } from './staffChanged.ts'
import { TenantChange, TenantReply, tenantReply } from './tenantReply.ts'

const params = path('tenant')

/** One tenant. */
export function tenant(services: Services) {
  const { office } = services
  const refusals = problems('unauthorized', 'tenant_not_found')
  return tenantController(services, { name: 'tenant', prefix: '' })
    .get('', ({ config }) => tenantReply(config.tenant), {
      params,
      detail: adminDetail('Tenants', 'showTenant', 'Show a tenant'),
      response: { 200: TenantReply, ...refusals },
    })
    .patch(
      '',
      async ({ body, actor, config }) => {
        const changed = await changeTenant(office, { tenant_id: config.tenant.id, actor }, body)
        await staffChanged(services)
        return tenantReply(changed)
      },
      {
        params,
        body: TenantChange,
        detail: adminDetail('Tenants', 'changeTenant', 'Change a tenant'),
        response: { 200: TenantReply, ...refusals, ...problems('invalid_request', 'malformed_json') },
      },
    )
    .delete(
      '',
      async ({ actor, config }) => {
        const about = { tenant_id: config.tenant.id, actor }
        const changed = await changeTenant(office, about, { active: false })
        await staffChanged(services)
        return tenantReply(changed)
      },
      {
        params,
        detail: adminDetail(
          'Tenants',
          'deactivateTenant',
          'Deactivate a tenant',
          'Customers no longer see it; bookings that exist stay. PATCH `active` brings it back.',
        ),
        response: { 200: TenantReply, ...refusals },
      },
    )
}

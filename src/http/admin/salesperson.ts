import { findSalesperson } from '../../tenants/find.ts'
import { changeSalesperson } from '../../tenants/salesperson.ts'
import { adminDetail } from '../detail.ts'
import { path } from '../fields.ts'
import { problems } from '../problems.ts'
import type { Services } from '../services.ts'
import { tenantController } from './key.ts'
import { SalespersonChange, SalespersonReply, salespersonReply } from './salespersonReply.ts'
import { staffChanged } from './staffChanged.ts'

const params = path('tenant', 'salesperson')
const refusals = problems('unauthorized', 'tenant_not_found', 'salesperson_not_found')
const faults = problems('invalid_request', 'malformed_json')

/** One salesperson of a tenant. */
export function salesperson(services: Services) {
  const { office } = services
  return tenantController(services, { name: 'salesperson', prefix: '/salespersons/:salesperson' })
    .get('', ({ config, params }) => salespersonReply(findSalesperson(config, params.salesperson)), {
      params,
      detail: adminDetail('Salespersons', 'showSalesperson', 'Show a salesperson'),
      response: { 200: SalespersonReply, ...refusals },
    })
    .patch(
      '',
      async ({ config, actor, params, body }) => {
        const about = { tenant_id: config.tenant.id, actor }
        const changed = await changeSalesperson(office, about, params.salesperson, body)
        await staffChanged(services)
        return salespersonReply(changed)
      },
      {
        params,
        body: SalespersonChange,
        detail: adminDetail('Salespersons', 'changeSalesperson', 'Change a salesperson'),
        response: { 200: SalespersonReply, ...refusals, ...faults },
      },
    )
    .delete(
      '',
      async ({ config, actor, params }) => {
        const about = { tenant_id: config.tenant.id, actor }
        const changed = await changeSalesperson(office, about, params.salesperson, { active: false })
        await staffChanged(services)
        return salespersonReply(changed)
      },
      {
        params,
        detail: adminDetail(
          'Salespersons',
          'deactivateSalesperson',
          'Deactivate a salesperson',
          'Takes no more bookings; those that exist stay. PATCH `active` brings them back.',
        ),
        response: { 200: SalespersonReply, ...refusals },
      },
    )
}

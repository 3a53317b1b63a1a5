import { t } from 'elysia'
import { pageOfAll, shown } from '../../tenants/page.ts'
import { addSalesperson } from '../../tenants/salesperson.ts'
import { adminDetail } from '../detail.ts'
import { pageReply, paging, path } from '../fields.ts'
import { problems } from '../problems.ts'
import type { Services } from '../services.ts'
import { tenantController } from './key.ts'
import { NewSalesperson, SalespersonReply, salespersonReply } from './salespersonReply.ts'
import { staffChanged } from './staffChanged.ts'

/** A tenant's salespersons. */
export function salespersons(services: Services) {
  const { office } = services
  return tenantController(services, { name: 'salespersons', prefix: '/salespersons' })
    .get('', ({ config, query }) => shown(pageOfAll(config.salespersons.values(), query), salespersonReply), {
      params: path('tenant'),
      query: t.Object(paging),
      detail: adminDetail('Salespersons', 'listSalespersons', 'List salespersons'),
      response: {
        200: pageReply(SalespersonReply, 'Salespersons in the order of their slugs, inactive ones included'),
        ...problems('unauthorized', 'tenant_not_found', 'invalid_request'),
      },
    })
    .post(
      '',
      async ({ config, actor, body, status }) => {
        const about = { tenant_id: config.tenant.id, actor }
        const added = await addSalesperson(office, about, body)
        await staffChanged(services)
        return status(201, salespersonReply(added))
      },
      {
        params: path('tenant'),
        body: NewSalesperson,
        detail: adminDetail(
          'Salespersons',
          'addSalesperson',
          'Add a salesperson',
          'Set the availability next: without hours nothing can be booked.',
        ),
        response: {
          201: SalespersonReply,
          ...problems('unauthorized', 'tenant_not_found', 'conflict', 'invalid_request', 'malformed_json'),
        },
      },
    )
}

import { dropOverride, setAvailability, setOverride } from '../../tenants/availability.ts'
import { findSalesperson } from '../../tenants/find.ts'
import { adminDetail } from '../detail.ts'
import { path } from '../fields.ts'
import { problems } from '../problems.ts'
import type { Services } from '../services.ts'
import {
  AvailabilityInput,
  AvailabilityReply,
  availabilityReply,
  OverrideInput,
  overrideOf,
  ruleOf,
} from './availabilityReply.ts'
import { tenantController } from './key.ts'

const params = path('tenant', 'salesperson')
const ofDate = path('tenant', 'salesperson', 'date')
const refusals = problems('unauthorized', 'tenant_not_found', 'salesperson_not_found')
const faults = problems('invalid_request', 'malformed_json')

/** When a salesperson may be booked: weekly rules and dated overrides. */
export function availability(services: Services) {
  const { office } = services
  const prefix = '/salespersons/:salesperson/availability'
  return tenantController(services, { name: 'availability', prefix })
    .get('', ({ config, params }) => availabilityReply(findSalesperson(config, params.salesperson)), {
      params,
      detail: adminDetail('Salespersons', 'showAvailability', 'Show availability'),
      response: { 200: AvailabilityReply, ...refusals },
    })
    .put(
      '',
      async ({ config, actor, params, body }) => {
        const about = { tenant_id: config.tenant.id, actor }
        const wanted = { rules: body.rules.map(ruleOf), overrides: (body.overrides ?? []).map(overrideOf) }
        return availabilityReply(await setAvailability(office, about, params.salesperson, wanted))
      },
      {
        params,
        body: AvailabilityInput,
        detail: adminDetail(
          'Salespersons',
          'setAvailability',
          'Set availability',
          'Replaces all weekly rules and all overrides.',
        ),
        response: { 200: AvailabilityReply, ...refusals, ...faults },
      },
    )
    .put(
      '/overrides/:date',
      async ({ config, actor, params, body }) => {
        const about = { tenant_id: config.tenant.id, actor }
        const wanted = overrideOf({ date: params.date, ...body })
        return availabilityReply(await setOverride(office, about, params.salesperson, wanted))
      },
      {
        params: ofDate,
        body: OverrideInput,
        detail: adminDetail(
          'Salespersons',
          'setOverride',
          'Set the hours of one date',
          'They replace the weekly hours of that date; no interval means closed.',
        ),
        response: { 200: AvailabilityReply, ...refusals, ...faults },
      },
    )
    .delete(
      '/overrides/:date',
      async ({ config, actor, params }) => {
        const about = { tenant_id: config.tenant.id, actor }
        return availabilityReply(await dropOverride(office, about, params.salesperson, params.date))
      },
      {
        params: ofDate,
        detail: adminDetail('Salespersons', 'dropOverride', 'Give one date its weekly hours back'),
        response: { 200: AvailabilityReply, ...refusals },
      },
    )
}

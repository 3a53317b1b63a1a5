import { Elysia, t } from 'elysia'
import { findOpenTenant } from '../../tenants/find.ts'
import { publicTenant } from '../../tenants/publicTenant.ts'
import { problems } from '../problems.ts'
import type { Services } from '../services.ts'
import { SlotsReply, TenantPageReply } from './replies.ts'

const tags = ['Booking']
const ofTenant = t.Object({ tenant: t.String({ maxLength: 60 }) })
const date = (description: string) => t.String({ format: 'date', description, examples: ['2026-12-01'] })

/** What a customer sees before choosing: the tenant with its meeting types, and the slots of one of them. */
export function tenantPage({ office, desk }: Services) {
  return new Elysia({ name: 'tenantPage', prefix: '/v1/tenants/:tenant' })
    .get(
      '',
      async ({ params }) => publicTenant(await findOpenTenant(office.catalogue, office.db, params.tenant)),
      {
        params: ofTenant,
        detail: { tags, summary: 'Show a tenant and what it offers', operationId: 'showPublicTenant' },
        response: { 200: TenantPageReply, ...problems('tenant_not_found', 'invalid_request') },
      },
    )
    .get(
      '/meeting-types/:meeting_type/slots',
      ({ params, query }) => desk.listSlots({ ...params, ...query }),
      {
        params: t.Composite([ofTenant, t.Object({ meeting_type: t.String({ maxLength: 60 }) })]),
        query: t.Object({
          from: date('First date, in time_zone'),
          to: date('Last date, in time_zone; at most 62 days in all'),
          time_zone: t.String({
            maxLength: 60,
            description: 'IANA zone of the customer',
            examples: ['America/Vancouver'],
          }),
          salesperson: t.Optional(
            t.String({ maxLength: 60, description: 'Slug of the one salesperson wanted' }),
          ),
        }),
        detail: { tags, summary: 'List free slots', operationId: 'listSlots' },
        response: {
          200: SlotsReply,
          ...problems(
            'tenant_not_found',
            'meeting_type_not_found',
            'salesperson_not_found',
            'unknown_time_zone',
            'invalid_range',
            'invalid_request',
          ),
        },
      },
    )
}

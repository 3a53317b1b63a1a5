import { t } from 'elysia'
import { shown } from '../../tenants/page.ts'
import { adminDetail } from '../detail.ts'
import { pageReply, paging, path } from '../fields.ts'
import { problems } from '../problems.ts'
import type { Services } from '../services.ts'
import { tenantController } from './key.ts'
import { SagaReply, SagaStatus, sagaReply } from './sagaReply.ts'

const refusals = problems('unauthorized', 'tenant_not_found')

/** How confirming, moving and canceling went, for the whole tenant. */
export function sagas(services: Services) {
  const { admin } = services.desk
  return tenantController(services, { name: 'sagas', prefix: '/sagas' }).get(
    '',
    async ({ config, query }) => shown(await admin.sagas(config, query), sagaReply),
    {
      params: path('tenant'),
      query: t.Object({ status: t.Optional(SagaStatus), ...paging }),
      detail: adminDetail(
        'Bookings',
        'listSagas',
        'List sagas, the newest first',
        'A saga is a chain of outside effects: each step with its attempts, and what was taken back.',
      ),
      response: {
        200: pageReply(SagaReply, 'Sagas, the newest first'),
        ...refusals,
        ...problems('invalid_request'),
      },
    },
  )
}

/** How confirming, moving and canceling one booking went. */
export function sagasOfBooking(services: Services) {
  const { admin } = services.desk
  return tenantController(services, { name: 'sagasOfBooking', prefix: '/bookings/:booking_id/sagas' }).get(
    '',
    async ({ config, params }) => ({
      items: (await admin.sagasOf(config, params.booking_id)).map(sagaReply),
      next_cursor: null,
    }),
    {
      params: path('tenant', 'booking_id'),
      detail: adminDetail('Bookings', 'listSagasOfBooking', 'List the sagas of a booking, the newest first'),
      response: {
        200: pageReply(SagaReply, 'All sagas of the booking, the newest first'),
        ...refusals,
        ...problems('tenant_not_found', 'booking_not_found'),
      },
    },
  )
}

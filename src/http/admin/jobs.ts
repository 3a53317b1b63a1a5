import { t } from 'elysia'
import { adminDetail } from '../detail.ts'
import { pageReply, paging, path } from '../fields.ts'
import { problems } from '../problems.ts'
import type { Services } from '../services.ts'
import { JobDetailReply, JobReply, Kind, Status } from './jobReply.ts'
import { tenantController } from './key.ts'

/** How the two queues are called in addresses and in the document. */
export const QUEUES = {
  'webhook-jobs': { queue: 'webhook_jobs', what: 'webhook job', tag: 'WebhookJob' },
  'outbox-jobs': { queue: 'outbox_jobs', what: 'outbox job', tag: 'OutboxJob' },
} as const

/** The jobs of one of the two queues, as far as they are the tenant's. */
export function jobs(services: Services, name: keyof typeof QUEUES) {
  const { queue, what, tag } = QUEUES[name]
  return tenantController(services, { name, prefix: `/${name}` })
    .get('', ({ config, query }) => services.jobs.list(queue, { tenant_id: config.tenant.id, ...query }), {
      params: path('tenant'),
      query: t.Object({ status: t.Optional(Status), kind: t.Optional(Kind), ...paging }),
      detail: adminDetail(
        'Jobs',
        `list${tag}s`,
        `List ${what}s`,
        'A page may hold fewer jobs than `limit`, even none: only `next_cursor: null` says that it is the last.',
      ),
      response: {
        200: pageReply(JobReply, 'Jobs, the newest first'),
        ...problems('unauthorized', 'tenant_not_found', 'invalid_request'),
      },
    })
    .get(
      '/:job_id',
      ({ config, params }) => services.jobs.show(queue, { tenant_id: config.tenant.id, id: params.job_id }),
      {
        params: path('tenant', 'job_id'),
        detail: adminDetail('Jobs', `show${tag}`, `Show a ${what}, with the attempts that failed`),
        response: { 200: JobDetailReply, ...problems('unauthorized', 'tenant_not_found', 'not_found') },
      },
    )
}

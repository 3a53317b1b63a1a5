import { t } from 'elysia'
import type { Witness } from '../../jobs/witness.ts'
import { type Actor, actedBy } from '../../tenants/actor.ts'
import { audit } from '../../tenants/audit.ts'
import type { TenantConfig } from '../../tenants/tenantConfig.ts'
import { adminDetail } from '../detail.ts'
import { path } from '../fields.ts'
import { problems } from '../problems.ts'
import type { Services } from '../services.ts'
import { JobDetailReply, Kind } from './jobReply.ts'
import { QUEUES } from './jobs.ts'
import { tenantController } from './key.ts'

type Name = keyof typeof QUEUES

/** What can be done to one job of a queue. */
export function jobChanges(services: Services, name: Name) {
  const { queue, what, tag } = QUEUES[name]
  const { retry, cancel } = services.jobs
  const response = {
    200: JobDetailReply,
    ...problems('unauthorized', 'tenant_not_found', 'not_found', 'conflict'),
  }
  return tenantController(services, { name: `${name}.changes`, prefix: `/${name}/:job_id` })
    .post(
      '/retry',
      (asked) =>
        retry(queue, jobOf(asked), witnessOf(services, asked, `${name}.retried`, asked.params.job_id)),
      {
        params: path('tenant', 'job_id'),
        detail: adminDetail(
          'Jobs',
          `retry${tag}`,
          `Try a dead ${what} again, or a pending one at once`,
          'A dead one has all its attempts before it again. Where a pending job of its key waits, it is canceled.',
        ),
        response,
      },
    )
    .post(
      '/cancel',
      (asked) =>
        cancel(queue, jobOf(asked), witnessOf(services, asked, `${name}.canceled`, asked.params.job_id)),
      {
        params: path('tenant', 'job_id'),
        detail: adminDetail('Jobs', `cancel${tag}`, `Cancel a pending ${what}`),
        response,
      },
    )
}

/** What can be done to all dead jobs of a queue. */
export function deadJobs(services: Services, name: Name) {
  const { queue, what, tag } = QUEUES[name]
  return tenantController(services, { name: `${name}.dead`, prefix: `/${name}` }).post(
    '/retry-dead',
    async (asked) => {
      const which = { tenant_id: asked.config.tenant.id, kind: asked.body?.kind }
      const witness = witnessOf(services, asked, `${name}.retried`, which.kind ?? 'all')
      return { retried: await services.jobs.retryAllDead(queue, which, witness) }
    },
    {
      params: path('tenant'),
      body: t.Optional(t.Object({ kind: t.Optional(Kind) }, { examples: [{ kind: 'send_letter' }] })),
      detail: adminDetail('Jobs', `retryDead${tag}s`, `Try all dead ${what}s again, or those of one kind`),
      response: {
        200: Retried,
        ...problems('unauthorized', 'tenant_not_found', 'invalid_request', 'malformed_json'),
      },
    },
  )
}

const Retried = t.Object(
  { retried: t.Integer() },
  { description: 'How many wait again', examples: [{ retried: 12 }] },
)

interface Asked {
  config: TenantConfig
  actor: Actor
}

function jobOf({ config, params }: Asked & { params: { job_id: string } }) {
  return { tenant_id: config.tenant.id, id: params.job_id }
}

/** Leaves an audit row in the transaction of the change. */
function witnessOf({ office }: Services, { config, actor }: Asked, action: string, which: string): Witness {
  const entry = { ...actedBy(actor, config.tenant.id), action, subject: `jobs:${which}` }
  return (tx, count) => audit(tx, office, { ...entry, detail: { count } })
}

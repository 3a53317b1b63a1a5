import { line } from '../../jobs/describe.ts'
import type { Mourner } from '../../jobs/settle.ts'
import type { Means } from '../../lib/means.ts'
import { followUp } from '../../tenants/followUp.ts'

/** Makes a dead job that no kind answers for a follow-up of its tenant. */
export function mourn(means: Means): Mourner {
  return async (tx, { queue, job, error }) => {
    if (job.tenant_id === '') return
    await followUp(tx, means, {
      tenant_id: job.tenant_id,
      kind: 'job_dead',
      key: `job_dead:${queue}:${job.id}`,
      detail: { queue, job_id: String(job.id), job_kind: job.kind, error: line(error) },
    })
  }
}

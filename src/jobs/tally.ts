import type { QueueName } from '../db/queue.ts'
import type { Hand } from './crew.ts'
import { line } from './describe.ts'
import type { Outcome } from './outcome.ts'
import type { Tools } from './tools.ts'

/** How the metrics name a queue. */
export function labelOf(queue: QueueName): 'webhook' | 'outbox' {
  return queue === 'webhook_jobs' ? 'webhook' : 'outbox'
}

/** Counts an attempt that has ended, and logs it when it did not end well. */
export function tally(queue: QueueName, { job, kind, began_ms }: Hand, outcome: Outcome, tools: Tools): void {
  if (outcome.to === 'returned') return
  const labels = { queue: labelOf(queue), kind: kind.name }
  tools.metrics.count('holdfast_jobs_finished_total', { ...labels, outcome: outcome.to })
  tools.metrics.observe('holdfast_job_duration_seconds', labels, (performance.now() - began_ms) / 1000)
  if (outcome.to !== 'retry' && outcome.to !== 'dead') return
  const fields = { job_id: job.id, kind: kind.name, tenant_id: job.tenant_id, attempt: job.attempts }
  const say = outcome.to === 'dead' ? tools.log.error : tools.log.warn
  say(outcome.to === 'dead' ? 'job_dead' : 'job_failed', { ...fields, error: line(outcome.error) })
}

import type { JobRow } from './queue.ts'

/** The columns that whoever enqueues gives, in the order of `jobValues`. */
export const JOB_COLUMNS =
  'kind, tenant_id, key, payload, priority, max_attempts, run_at_utc, created_at_utc, traceparent'

/** What stands in those columns of one row; the payload as JSON, times in epoch milliseconds. */
export function jobValues(job: JobRow): (string | number | null)[] {
  const { kind, tenant_id, key, priority, max_attempts, run_at_ms, created_at_ms, traceparent } = job
  const payload = JSON.stringify(job.payload)
  return [kind, tenant_id, key, payload, priority, max_attempts, run_at_ms, created_at_ms, traceparent]
}

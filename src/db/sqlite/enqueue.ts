import type { Database as File } from 'bun:sqlite'
import type { JobRow, QueueName } from '../queue.ts'

/**
 * Inserts jobs in the transaction that is open; a pending job of the same kind and key absorbs the new one. One by one:
 * within a process a statement costs little, and taking a list of rows apart costs SQLite half as much again.
 */
export function enqueue(file: File, queue: QueueName, jobs: JobRow[]): void {
  const statement = file.query(STATEMENTS[queue])
  for (const job of jobs) {
    const { kind, tenant_id, key, priority, max_attempts, run_at_ms, created_at_ms, traceparent } = job
    const payload = JSON.stringify(job.payload)
    statement.run(
      ...[kind, tenant_id, key, payload, priority, max_attempts, run_at_ms, created_at_ms, traceparent],
    )
  }
}

const STATEMENTS = { webhook_jobs: insertInto('webhook_jobs'), outbox_jobs: insertInto('outbox_jobs') }

function insertInto(table: QueueName): string {
  return `
    insert into ${table}
      (kind, tenant_id, key, payload, priority, max_attempts, run_at_utc, created_at_utc, traceparent)
    values (?, ?, ?, ?, ?, ?, ?, ?, ?)
    on conflict (kind, key) where status = 'pending' and key is not null do update set
      payload = excluded.payload,
      priority = min(priority, excluded.priority),
      run_at_utc = min(run_at_utc, excluded.run_at_utc)`
}

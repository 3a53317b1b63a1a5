import type { Database as File } from 'bun:sqlite'
import type { JobRow, QueueName } from '../queue.ts'

/** Inserts jobs in the transaction that is open; a pending job of the same kind and key absorbs the new one. */
export function enqueue(file: File, queue: QueueName, jobs: JobRow[]): void {
  if (jobs.length === 0) return
  file.query(STATEMENTS[queue]).run(JSON.stringify(jobs))
}

const STATEMENTS = { webhook_jobs: statement('webhook_jobs'), outbox_jobs: statement('outbox_jobs') }

/** `where true` keeps SQLite from reading `on conflict` as part of the join. */
function statement(table: QueueName): string {
  return `
    insert into ${table}
      (kind, tenant_id, key, payload, priority, max_attempts, run_at_utc, created_at_utc, traceparent)
    select value->>'kind', value->>'tenant_id', value->>'key', value->'payload', value->>'priority',
      value->>'max_attempts', value->>'run_at_ms', value->>'created_at_ms', value->>'traceparent'
    from json_each(?) where true
    on conflict (kind, key) where status = 'pending' and key is not null do update set
      payload = excluded.payload,
      priority = min(priority, excluded.priority),
      run_at_utc = min(run_at_utc, excluded.run_at_utc)`
}

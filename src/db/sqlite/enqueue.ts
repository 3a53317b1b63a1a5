import type { Database as File } from 'bun:sqlite'
import { JOB_COLUMNS, jobValues } from '../jobValues.ts'
import type { Held, Holder, JobRow, QueueName } from '../queue.ts'
import { NOW } from './queueStatements.ts'

/**
 * Inserts jobs in the transaction that is open; a pending job of the same kind and key absorbs the new one. One by one:
 * within a process a statement costs little, and taking a list of rows apart costs SQLite half as much again.
 */
export function enqueue(file: File, queue: QueueName, jobs: JobRow[]): void {
  const statement = file.query(STATEMENTS[queue])
  for (const job of jobs) statement.run(...jobValues(job))
}

/** Inserts one job as claimed, in the transaction that is open. */
export function enqueueHeld(file: File, queue: QueueName, job: JobRow, { worker, lease_ms }: Holder): Held {
  return file.query(HELD[queue]).get(...jobValues(job), worker, lease_ms) as Held
}

const STATEMENTS = { webhook_jobs: insertInto('webhook_jobs'), outbox_jobs: insertInto('outbox_jobs') }

const HELD = { webhook_jobs: held('webhook_jobs'), outbox_jobs: held('outbox_jobs') }

function held(table: QueueName): string {
  return `
    insert into ${table} (${JOB_COLUMNS}, status, attempts, turn, locked_by, locked_until_utc)
    values (?, ?, ?, ?, ?, ?, ?, ?, ?, 'running', 1, 1, ?, ${NOW} + ?)
    returning id, turn`
}

function insertInto(table: QueueName): string {
  return `
    insert into ${table} (${JOB_COLUMNS})
    values (?, ?, ?, ?, ?, ?, ?, ?, ?)
    on conflict (kind, key) where status = 'pending' and key is not null do update set
      payload = excluded.payload,
      priority = min(priority, excluded.priority),
      run_at_utc = min(run_at_utc, excluded.run_at_utc)`
}

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

/** Inserts one job as claimed, unless one of its kind and key waits or runs, in the transaction that is open. */
export function enqueueHeld(
  file: File,
  queue: QueueName,
  job: JobRow,
  { worker, lease_ms }: Holder,
): Held | undefined {
  const held = file.query(HELD[queue]).get(...jobValues(job), worker, lease_ms) as Held | null
  return held ?? undefined
}

const STATEMENTS = { webhook_jobs: insertInto('webhook_jobs'), outbox_jobs: insertInto('outbox_jobs') }

const HELD = { webhook_jobs: held('webhook_jobs'), outbox_jobs: held('outbox_jobs') }

function held(table: QueueName): string {
  return `
    insert into ${table} (${JOB_COLUMNS}, status, attempts, turn, locked_by, locked_until_utc)
    select ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, 'running', 1, 1, ?10, ${NOW} + ?11
    where not exists (select 1 from ${table} where status = 'pending' and kind = ?1 and key = ?3)
    on conflict (kind, key) where status = 'running' and key is not null do nothing
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

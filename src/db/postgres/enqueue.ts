import type postgres from 'postgres'
import { JOB_COLUMNS, jobValues } from '../jobValues.ts'
import type { Held, Holder, JobRow, QueueName } from '../queue.ts'
import { list } from './list.ts'

/**
 * Inserts jobs with one statement, whose text is the same for any number of them above one. A pending job of the same
 * kind and key absorbs the new one: it takes the newer payload, the more urgent priority and the earlier time. The
 * absorbing row stays locked until the caller commits, so it cannot be run before the caller's change can be seen.
 */
export async function enqueue(client: postgres.ISql, queue: QueueName, jobs: JobRow[]): Promise<void> {
  if (jobs.length === 1) await client.unsafe(ONE[queue], jobValues(jobs[0]!), { prepare: true })
  else if (jobs.length > 1) await client.unsafe(MANY[queue], jobLists(jobs), { prepare: true })
}

/** Inserts one job as claimed, unless one of its kind and key waits or runs; its lease is measured by the server's clock. */
export async function enqueueHeld(
  client: postgres.ISql,
  queue: QueueName,
  job: JobRow,
  { worker, lease_ms }: Holder,
): Promise<Held | undefined> {
  const [held] = await client.unsafe<Held[]>(HELD[queue], [...jobValues(job), worker, lease_ms], {
    prepare: true,
  })
  return held
}

/** The statement that inserts any number of jobs, whose parameters are `jobLists`. */
export function enqueueing(queue: QueueName): string {
  return MANY[queue]
}

/** What stands in each column of these jobs. The server takes lists apart quicker than it reads JSON. */
export function jobLists(jobs: JobRow[]): string[] {
  const rows = jobs.map(jobValues)
  return rows[0]!.map((_, column) => list(rows.map((row) => row[column]!)))
}

const VALUES = `$1::text, $2::text, $3::text, $4::text::jsonb, $5::int, $6::int, to_timestamp($7 / 1000.0::float8),
  to_timestamp($8 / 1000.0::float8), $9::text`

const ONE = { webhook_jobs: one('webhook_jobs'), outbox_jobs: one('outbox_jobs') }
const HELD = { webhook_jobs: held('webhook_jobs'), outbox_jobs: held('outbox_jobs') }
const MANY = { webhook_jobs: many('webhook_jobs'), outbox_jobs: many('outbox_jobs') }

/** Most jobs come alone, and values cost the server a fifth less than a list of one. */
function one(table: QueueName): string {
  return insertInto(table, `values (${VALUES})`)
}

function held(table: QueueName): string {
  return `
    insert into ${table} (${JOB_COLUMNS}, status, attempts, turn, locked_by, locked_until_utc)
    select ${VALUES}, 'running', 1, 1, $10, now() + $11 * interval '1 ms'
    where not exists (select from ${table} where status = 'pending' and kind = $1 and key = $3)
    on conflict (kind, key) where status = 'running' and key is not null do nothing
    returning id::float8 as id, turn`
}

function many(table: QueueName): string {
  return insertInto(
    table,
    `select kind, tenant_id, key, payload::jsonb, priority, max_attempts,
      to_timestamp(run_at_ms / 1000.0::float8), to_timestamp(created_at_ms / 1000.0::float8), traceparent
    from unnest($1::text::text[], $2::text::text[], $3::text::text[], $4::text::text[], $5::text::int[],
      $6::text::int[], $7::text::float8[], $8::text::float8[], $9::text::text[])
      as job(kind, tenant_id, key, payload, priority, max_attempts, run_at_ms, created_at_ms, traceparent)`,
  )
}

function insertInto(table: QueueName, rows: string): string {
  return `
    insert into ${table} (${JOB_COLUMNS})
    ${rows}
    on conflict (kind, key) where status = 'pending' and key is not null do update set
      payload = excluded.payload,
      priority = least(${table}.priority, excluded.priority),
      run_at_utc = least(${table}.run_at_utc, excluded.run_at_utc)`
}

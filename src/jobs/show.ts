import { and, eq } from 'drizzle-orm'
import type { Db } from '../db/database.ts'
import type { QueueName } from '../db/queue.ts'
import type { FailedAttempt, JobStatus } from '../db/tables/jobs.ts'
import { Problem } from '../lib/problem.ts'

/** A job as administrators see it in a list. */
export interface JobSummary {
  id: string
  kind: string
  status: JobStatus
  priority: number
  key: string | null
  attempts: number
  last_error: string | null
  run_at_utc: string
  created_at_utc: string
  finished_at_utc: string | null
}

/** One job in full, with the attempts that did not end well. */
export interface JobDetail extends JobSummary {
  payload: unknown
  history: FailedAttempt[]
  locked_by: string | null
  locked_until_utc: string | null
}

type Row = Db['t'][QueueName]['$inferSelect']

/** Which job is meant: `tenant_id` left out reaches those of every tenant. */
export interface JobId {
  tenant_id?: string
  id: string
}

/** The job; throws `not_found` when there is none of this id, or it is another tenant's. */
export async function showJob(db: Db, queue: QueueName, which: JobId): Promise<JobDetail> {
  const row = await findRow(db, queue, which)
  return {
    ...summaryOf(row),
    payload: row.payload,
    history: row.history ?? [],
    locked_by: row.locked_by,
    locked_until_utc: iso(row.locked_until_utc),
  }
}

/** The row of a job; throws `not_found`. */
export async function findRow(db: Db, queue: QueueName, { tenant_id, id }: JobId): Promise<Row> {
  const table = db.t[queue]
  const ours = tenant_id === undefined ? undefined : eq(table.tenant_id, tenant_id)
  const rows = isNumber(id)
    ? await db.q
        .select()
        .from(table)
        .where(and(eq(table.id, Number(id)), ours))
    : []
  if (!rows[0]) throw new Problem('not_found', 'There is no such job')
  return rows[0]
}

function isNumber(id: string): boolean {
  return /^[1-9]\d{0,14}$/.test(id)
}

/** What a list tells of a row. */
export function summaryOf(row: Row): JobSummary {
  const { kind, status, priority, key, attempts, last_error } = row
  return {
    id: String(row.id),
    kind,
    status,
    priority,
    key,
    attempts,
    last_error,
    run_at_utc: row.run_at_utc.toISOString(),
    created_at_utc: row.created_at_utc.toISOString(),
    finished_at_utc: iso(row.finished_at_utc),
  }
}

function iso(at: Date | null): string | null {
  return at === null ? null : at.toISOString()
}

import { sql } from 'drizzle-orm'
import type { Columns } from '../postgres/columns.ts'

export type JobStatus = 'pending' | 'running' | 'done' | 'dead' | 'canceled'

/** One attempt that did not end well, as the history of a job keeps it. */
export interface FailedAttempt {
  attempt: number
  at_utc: string
  worker: string
  /** What became of the job: tried again, put off, buried, taken from a worker that died. */
  outcome: 'retry' | 'dead' | 'rescued'
  error: string
}

/** The two job tables of one shape, and the ticks of cron. */
export function jobTables({ table, text, integer, instant, json, sequence, index, uniqueIndex }: Columns) {
  const jobTable = <Name extends string>(name: Name) =>
    table(
      name,
      {
        id: sequence(),
        kind: text().notNull(),
        /** Empty for work of no tenant: part of the lane by which jobs are claimed, and an index has no null to seek. */
        tenant_id: text().notNull().default(''),
        /** One pending row absorbs its duplicates, and two jobs of one key never run at once. */
        key: text(),
        payload: json<unknown>().notNull(),
        /** Lower goes first. */
        priority: integer().notNull().default(100),
        status: text<JobStatus>().notNull().default('pending'),
        attempts: integer().notNull().default(0),
        /** Null leaves it to the kind. */
        max_attempts: integer(),
        /** Rises with every claim and never falls: what a worker must show to end a job. */
        turn: integer().notNull().default(0),
        run_at_utc: instant().notNull(),
        locked_by: text(),
        locked_until_utc: instant(),
        last_error: text(),
        /** The attempts that did not end well, oldest first. */
        history: json<FailedAttempt[]>(),
        /** The span that caused the job (W3C traceparent), so that one trace leads from request to provider. */
        traceparent: text(),
        created_at_utc: instant().notNull(),
        finished_at_utc: instant(),
      },
      (t) => [
        index(`${name}_due`)
          .on(t.kind, t.priority, t.tenant_id, t.run_at_utc, t.id)
          .where(sql`status = 'pending'`),
        index(`${name}_leased`).on(t.locked_until_utc).where(sql`status = 'running'`),
        uniqueIndex(`${name}_pending_key`)
          .on(t.kind, t.key)
          .where(sql`status = 'pending' and key is not null`),
        uniqueIndex(`${name}_running_key`)
          .on(t.kind, t.key)
          .where(sql`status = 'running' and key is not null`),
        index(`${name}_dead`).on(t.id).where(sql`status = 'dead'`),
      ],
    )
  const webhook_jobs = jobTable('webhook_jobs')
  const outbox_jobs = jobTable('outbox_jobs')
  const cron_ticks = table('cron_ticks', { name: text().primaryKey(), ticked_at_utc: instant().notNull() })
  return { webhook_jobs, outbox_jobs, cron_ticks }
}

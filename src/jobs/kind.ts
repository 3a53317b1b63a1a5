import type { ZodType } from 'zod'
import type { Db } from '../db/database.ts'
import type { ClaimedJob, QueueName } from '../db/queue.ts'
import type { Log } from '../lib/log.ts'
import type { ErrorText } from './describe.ts'

export type { QueueName } from '../db/queue.ts'

/** A job as its kind sees it. `tenant_id` is empty for work of no tenant. */
export type Job = ClaimedJob

/** What `perform` answers to put its job off without using an attempt. */
export interface Snooze {
  snooze_ms: number
}

export interface Context {
  job: Job
  /** 1 for the first attempt. */
  attempt: number
  /** Aborted at the deadline of the kind, and when the worker stops before the job has ended. */
  signal: AbortSignal
  log: Log
}

/** How jobs of one name are done. The queue itself knows none. */
export interface JobKind<P = unknown> {
  name: string
  queue: QueueName
  /** A payload that does not parse is dead at once. */
  schema: ZodType<P>
  /**
   * Does the job; may run more than once. Throws a `Failure` to say whether trying again can help; any other error
   * is tried again. An answer of `snooze(ms)` puts the job off; any other means it is done.
   */
  perform(payload: P, context: Context): Promise<unknown>
  /**
   * Runs in the transaction that buries the job, so that it happens exactly once. Awaits nothing but `tx`.
   * A payload that does not parse has no `onDead`: after an upgrade the job may still be done.
   */
  onDead?(tx: Db, payload: P, burial: { job: Job; error: ErrorText }): Promise<void>
  backoff: { base_ms: number; cap_ms: number }
  /** 10 unless said otherwise; a job's own number goes before. */
  max_attempts?: number
  /** How many run at once in one process. */
  concurrency?: number
  /** How many of one tenant run at once in one process. */
  concurrency_per_tenant?: number
  deadline_ms: number
}

/** Puts a job off by `snooze_ms` without using an attempt. */
export function snooze(snooze_ms: number): Snooze {
  return { snooze_ms }
}

import { and, eq } from 'drizzle-orm'
import type { Database, Db } from '../db/database.ts'
import type { QueueName } from '../db/queue.ts'
import { refusalOf } from '../db/refusal.ts'
import type { FailedAttempt } from '../db/tables/jobs.ts'
import type { Hand } from './crew.ts'
import type { ErrorText } from './describe.ts'
import { line } from './describe.ts'
import type { Job } from './kind.ts'
import type { Outcome } from './outcome.ts'
import { is } from './status.ts'

/** Called in the transaction that buries a job for which its kind does not answer. */
export type Mourner = (tx: Db, burial: { queue: QueueName; job: Job; error: ErrorText }) => Promise<void>

export interface Settling {
  db: Database
  queue: QueueName
  worker: string
  onDead?: Mourner
  now_ms: number
}

/** Writes down what becomes of a job that is not done. Answers false when the job is no longer ours. */
export async function settle(hand: Hand, outcome: Outcome, settling: Settling): Promise<boolean> {
  for (let again = true; ; again = false) {
    try {
      return await settling.db.transaction((tx) => settleIn(tx, hand, outcome, settling))
    } catch (error) {
      // A job of the same key was enqueued between the look and the write.
      if (!again || refusalOf(error) !== 'duplicate') throw error
    }
  }
}

async function settleIn(tx: Db, hand: Hand, outcome: Outcome, settling: Settling): Promise<boolean> {
  const history = await historyOf(tx, hand.job, settling)
  if (!history) return false
  if (outcome.to === 'dead') return bury(tx, hand, outcome.error, history, settling)
  if (outcome.to === 'done') throw new Error('A job that is done is settled with the next claim')
  return putBack(tx, hand.job, outcome, history, settling)
}

/** The history so far; `undefined` when another worker has taken the job. */
async function historyOf(tx: Db, job: Job, settling: Settling): Promise<FailedAttempt[] | undefined> {
  const table = tx.t[settling.queue]
  const [row] = await tx.q
    .select({ history: table.history })
    .from(table)
    .where(stillHeld(table, job, settling))
  return row && (row.history ?? [])
}

async function bury(tx: Db, hand: Hand, error: ErrorText, history: FailedAttempt[], settling: Settling) {
  const { job, kind } = hand
  const table = tx.t[settling.queue]
  const buried = await tx.q
    .update(table)
    .set({
      status: 'dead',
      ...RELEASED,
      last_error: line(error),
      history: extended(history, entry(job, 'dead', error, settling)),
      finished_at_utc: new Date(settling.now_ms),
    })
    .where(stillHeld(table, job, settling))
    .returning({ id: table.id })
  if (buried.length === 0) return false
  const payload = kind.schema.safeParse(job.payload)
  if (kind.onDead && payload.success) await kind.onDead(tx, payload.data, { job, error })
  else await settling.onDead?.(tx, { queue: settling.queue, job, error })
  return true
}

type Back = Exclude<Outcome, { to: 'done' | 'dead' }>

/** Back to those that wait; or, where a newer job of its key waits already, that one takes over. */
async function putBack(tx: Db, job: Job, outcome: Back, history: FailedAttempt[], settling: Settling) {
  const table = tx.t[settling.queue]
  const attempts = outcome.to === 'retry' ? job.attempts : job.attempts - 1
  const run_at_utc = new Date(outcome.to === 'returned' ? job.run_at_ms : outcome.at_ms)
  const superseded = job.key !== null && (await heir(tx, job, { attempts, run_at_utc }, settling))
  const failure =
    outcome.to === 'retry'
      ? {
          last_error: line(outcome.error),
          history: extended(
            history,
            entry(job, outcome.rescued ? 'rescued' : 'retry', outcome.error, settling),
          ),
        }
      : {}
  const rows = await tx.q
    .update(table)
    .set({
      ...RELEASED,
      ...failure,
      attempts,
      run_at_utc,
      ...(superseded
        ? { status: 'canceled', finished_at_utc: new Date(settling.now_ms) }
        : { status: 'pending' }),
    })
    .where(stillHeld(table, job, settling))
    .returning({ id: table.id })
  return rows.length > 0
}

/** Lets a waiting job of the same key inherit the attempts and the pause; false when there is none. */
async function heir(
  tx: Db,
  { kind, key }: Job,
  { attempts, run_at_utc }: { attempts: number; run_at_utc: Date },
  { queue }: Settling,
) {
  const table = tx.t[queue]
  const waiting = and(eq(table.kind, kind), eq(table.key, key!), is.pending)
  const [row] = await tx.q
    .select({ attempts: table.attempts, run_at_utc: table.run_at_utc })
    .from(table)
    .where(waiting)
  if (!row) return false
  const rows = await tx.q
    .update(table)
    .set({
      attempts: Math.max(attempts, row.attempts),
      run_at_utc: run_at_utc > row.run_at_utc ? run_at_utc : row.run_at_utc,
    })
    .where(waiting)
    .returning({ id: table.id })
  return rows.length > 0
}

const RELEASED = { locked_by: null, locked_until_utc: null }

type JobTable = Db['t'][QueueName]

function stillHeld(table: JobTable, { id, turn }: Job, { worker }: Settling) {
  return and(eq(table.id, id), eq(table.turn, turn), eq(table.locked_by, worker))
}

function entry(job: Job, outcome: FailedAttempt['outcome'], error: ErrorText, { worker, now_ms }: Settling) {
  return {
    attempt: job.attempts,
    at_utc: new Date(now_ms).toISOString(),
    worker,
    outcome,
    error: line(error),
  }
}

const LONGEST_HISTORY = 25

function extended(history: FailedAttempt[], last: FailedAttempt): FailedAttempt[] {
  return [...history, last].slice(-LONGEST_HISTORY)
}

import { eq } from 'drizzle-orm'
import { z } from 'zod'
import type { Database } from '../../src/db/database.ts'
import { enqueue, type NewJob } from '../../src/jobs/enqueue.ts'
import type { JobKind, QueueName } from '../../src/jobs/kind.ts'
import { startWorker, type Worker, type WorkerSettings } from '../../src/jobs/worker.ts'
import { type Clock, systemClock } from '../../src/lib/clock.ts'
import { systemEntropy } from '../../src/lib/entropy.ts'
import { silentLog } from '../../src/lib/log.ts'

export const anyPayload = z.object({ n: z.number() })
export type AnyPayload = z.infer<typeof anyPayload>

/** A kind of the outbox that does `perform`, with pauses short enough for tests. */
export function testKind(
  name: string,
  perform: JobKind<AnyPayload>['perform'],
  more: Partial<JobKind<AnyPayload>> = {},
): JobKind<AnyPayload> {
  return {
    name,
    queue: 'outbox_jobs',
    schema: anyPayload,
    backoff: { base_ms: 1, cap_ms: 2 },
    deadline_ms: 5000,
    perform,
    ...more,
  }
}

/** Starts a worker that polls often; the caller stops it. */
export function testWorker(
  db: Database,
  kinds: JobKind[],
  more: Partial<WorkerSettings> = {},
): Promise<Worker> {
  return startWorker({
    db,
    kinds,
    clock: systemClock,
    entropy: systemEntropy,
    log: silentLog,
    poll_ms: 20,
    ...more,
  })
}

/** Enqueues into the outbox. */
export function put(db: Database, jobs: NewJob[], clock: Clock = systemClock): Promise<void> {
  return enqueue(db, clock, 'outbox_jobs', jobs)
}

/** Runs a worker until nothing is due, then stops it. */
export async function workOff(
  db: Database,
  kinds: JobKind[],
  more: Partial<WorkerSettings> = {},
): Promise<void> {
  const worker = await testWorker(db, kinds, more)
  await worker.quiet()
  await worker.stop(1000)
}

/** All rows of a queue, oldest first. */
export function rows(db: Database, queue: QueueName = 'outbox_jobs') {
  return db.q.select().from(db.t[queue]).orderBy(db.t[queue].id)
}

/** The rows of one kind. */
export function rowsOf(db: Database, kind: string) {
  return db.q
    .select()
    .from(db.t.outbox_jobs)
    .where(eq(db.t.outbox_jobs.kind, kind))
    .orderBy(db.t.outbox_jobs.id)
}

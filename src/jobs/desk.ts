import type { Database } from '../db/database.ts'
import type { QueueName } from '../db/queue.ts'
import type { Clock } from '../lib/clock.ts'
import { cancelJob } from './cancel.ts'
import { type JobFilter, listJobs } from './list.ts'
import { retryAllDead, retryJob } from './retry.ts'
import { type JobDetail, type JobId, showJob } from './show.ts'
import type { Witness } from './witness.ts'

/** What administrators do with jobs. */
export interface JobDesk {
  list(queue: QueueName, filter: JobFilter): ReturnType<typeof listJobs>
  show(queue: QueueName, which: JobId): Promise<JobDetail>
  retry(queue: QueueName, which: JobId, witness: Witness): Promise<JobDetail>
  retryAllDead(
    queue: QueueName,
    which: { tenant_id: string; kind?: string },
    witness: Witness,
  ): Promise<number>
  cancel(queue: QueueName, which: JobId, witness: Witness): Promise<JobDetail>
}

/** The verbs of administration over this database; `wake` rouses the worker when there is something to do again. */
export function jobDesk(db: Database, clock: Clock, wake: () => void): JobDesk {
  return {
    list: (queue, filter) => listJobs(db, queue, filter),
    show: (queue, which) => showJob(db, queue, which),
    retry: async (queue, which, witness) => {
      await retryJob(db, clock, queue, which, witness)
      wake()
      return showJob(db, queue, which)
    },
    retryAllDead: async (queue, which, witness) => {
      const count = await retryAllDead(db, clock, queue, which, witness)
      wake()
      return count
    },
    cancel: async (queue, which, witness) => {
      await cancelJob(db, clock, queue, which, witness)
      return showJob(db, queue, which)
    },
  }
}

import { gather } from '../lib/gather.ts'
import type { Insert, JobRow, QueueName } from './queue.ts'
import { isRowsFault } from './refusal.ts'

/** Inserts under way at once: while one waits for the disk, the next are made. More would share less. */
const LANES = 4
const MOST_CALLS = 200

/**
 * The same insert for callers outside any transaction: who comes while others wait for the disk shares one statement
 * and one commit with those that come meanwhile, and is answered after it. A fault in the rows is only
 * its own caller's; after any other one nobody knows what was stored, and all hear of it.
 */
export function gathering(insert: Insert): Insert {
  const lines = { webhook_jobs: line(insert, 'webhook_jobs'), outbox_jobs: line(insert, 'outbox_jobs') }
  return (queue, jobs) => {
    // Rows with a key may meet each other, which one statement cannot do.
    if (jobs.length === 0 || jobs.some((job) => job.key !== null)) return insert(queue, jobs)
    return lines[queue](jobs)
  }
}

function line(insert: Insert, queue: QueueName): (jobs: JobRow[]) => Promise<void> {
  const alone = (jobs: JobRow[]) => insert(queue, jobs).catch((error: Error) => error)
  return gather<JobRow[], void>(
    async (calls) => {
      const fault = await alone(calls.flat())
      if (!fault) return calls.map(() => undefined)
      if (calls.length === 1 || !isRowsFault(fault)) throw fault
      return Promise.all(calls.map(alone))
    },
    { most: MOST_CALLS, lanes: LANES },
  )
}

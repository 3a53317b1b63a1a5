import type { Insert, JobRow, QueueName } from './queue.ts'
import { isRowsFault } from './refusal.ts'

interface Call {
  jobs: JobRow[]
  resolve(): void
  reject(error: unknown): void
}

/** Inserts under way at once: while one waits for the disk, the next are made. More would share less. */
const MOST_UNDER_WAY = 4
const MOST_CALLS = 200

/**
 * The same insert for callers outside any transaction: who comes while others wait for the disk shares one statement
 * and one commit with those that come meanwhile, and is answered after it. A fault in the rows is
 * only its own caller's; after any other one nobody knows what was stored, and all hear of it.
 */
export function gathering(insert: Insert): Insert {
  const lines = { webhook_jobs: line(insert, 'webhook_jobs'), outbox_jobs: line(insert, 'outbox_jobs') }
  return (queue, jobs) => {
    // Rows with a key may meet each other, which one statement cannot do.
    if (jobs.length === 0 || jobs.some((job) => job.key !== null)) return insert(queue, jobs)
    return lines[queue](jobs)
  }
}

function line(insert: Insert, queue: QueueName) {
  let waiting: Call[] = []
  let underWay = 0
  const serve = async () => {
    while (waiting.length > 0) {
      const calls = waiting.slice(0, MOST_CALLS)
      waiting = waiting.slice(MOST_CALLS)
      await together(insert, queue, calls)
    }
    underWay -= 1
  }
  return (jobs: JobRow[]) =>
    new Promise<void>((resolve, reject) => {
      waiting.push({ jobs, resolve, reject })
      if (underWay === MOST_UNDER_WAY) return
      underWay += 1
      // Those that were answered together come again together: a turn later they are all here.
      setImmediate(serve)
    })
}

async function together(insert: Insert, queue: QueueName, calls: Call[]): Promise<void> {
  if (calls.length === 1) return alone(insert, queue, calls[0]!)
  try {
    await insert(
      queue,
      calls.flatMap(({ jobs }) => jobs),
    )
    for (const { resolve } of calls) resolve()
  } catch (error) {
    for (const call of calls) {
      if (isRowsFault(error)) await alone(insert, queue, call)
      else call.reject(error)
    }
  }
}

function alone(insert: Insert, queue: QueueName, { jobs, resolve, reject }: Call): Promise<void> {
  return insert(queue, jobs).then(resolve, reject)
}

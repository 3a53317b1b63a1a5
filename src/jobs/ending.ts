import type { QueueName } from '../db/queue.ts'
import { pause } from '../lib/deadline.ts'
import type { Hand } from './crew.ts'
import type { Outcome } from './outcome.ts'
import { settle } from './settle.ts'
import type { Tools } from './tools.ts'

/** Writes down the outcomes that are not `done`, and knows which are still being written. */
export interface Ending {
  record(hand: Hand, outcome: Outcome, then: () => void): void
  /** Resolves when all that was recorded so far is written or given up. */
  all(): Promise<void>
}

const FIRST_PAUSE_MS = 50

/** While the database does not answer it tries again, as long as the lease may hold; then the rescuer sees to it. */
export function ending(queue: QueueName, tools: Tools): Ending {
  const under = new Set<Promise<void>>()
  return {
    record: (hand, outcome, then) => {
      const written = write(queue, hand, outcome, tools).finally(() => {
        under.delete(written)
        then()
      })
      under.add(written)
    },
    all: async () => {
      await Promise.all(under)
    },
  }
}

async function write(queue: QueueName, hand: Hand, outcome: Outcome, tools: Tools): Promise<void> {
  const { db, worker, onDead, clock, log, lease_ms } = tools
  const { id, kind } = hand.job
  const until_ms = performance.now() + lease_ms
  for (let pause_ms = FIRST_PAUSE_MS; ; pause_ms *= 2) {
    try {
      const now_ms = clock.now_ms()
      const ours = await settle(hand, outcome, { db, queue, worker, onDead, now_ms })
      if (!ours) log.warn('job_lost', { job_id: id, kind })
      return
    } catch (error) {
      log.warn('job_not_settled', { job_id: id, kind, error: error instanceof Error ? error.name : '' })
      if (performance.now() + pause_ms > until_ms) return
      await pause(pause_ms)
    }
  }
}

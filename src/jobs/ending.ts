import type { QueueName } from '../db/queue.ts'
import { before, pause } from '../lib/deadline.ts'
import { errorName } from '../lib/errorName.ts'
import type { Hand } from './crew.ts'
import type { Outcome } from './outcome.ts'
import { settle } from './settle.ts'
import type { Tools } from './tools.ts'

/** Writes down the outcomes that are not `done`, and knows which are still being written. */
export interface Ending {
  record(hand: Hand, outcome: Outcome, then: () => void): void
  /** Resolves when all that was recorded is written, or at `until_ms` (by `performance.now`): then the rest is given up. */
  all(until_ms: number): Promise<void>
}

const FIRST_PAUSE_MS = 50

/** While the database does not answer it tries again, as long as the lease may hold; then the rescuer sees to it. */
export function ending(queue: QueueName, tools: Tools): Ending {
  const under = new Set<Promise<void>>()
  let last_ms = Number.POSITIVE_INFINITY
  return {
    record: (hand, outcome, then) => {
      const written = write(queue, hand, outcome, tools, () => last_ms).finally(() => {
        under.delete(written)
        then()
      })
      under.add(written)
    },
    all: async (until_ms) => {
      last_ms = until_ms
      await before(until_ms, Promise.all(under))
    },
  }
}

async function write(
  queue: QueueName,
  hand: Hand,
  outcome: Outcome,
  tools: Tools,
  last_ms: () => number,
): Promise<void> {
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
      log.warn('job_not_settled', { job_id: id, kind, error: errorName(error) })
      if (performance.now() + pause_ms > Math.min(until_ms, last_ms())) return
      await pause(pause_ms)
    }
  }
}

import type { Queue } from '../db/queue.ts'
import type { Clock } from '../lib/clock.ts'

const STEP = 2000

/** Removes what is finished and older than `keep_ms`: one small step a call, walking through the table again and again. */
export function pruner(queue: Queue, clock: Clock, keep_ms: number): () => Promise<void> {
  let after_id = 0
  return async () => {
    const step = await queue.prune({ before_ms: clock.now_ms() - keep_ms, after_id, most: STEP })
    after_id = step.next_id ?? 0
  }
}

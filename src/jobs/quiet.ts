import { pause } from '../lib/deadline.ts'
import type { Loop } from './loop.ts'

/**
 * Resolves when nothing is in hand and nothing is due in any of these queues. What the tables said counts only when
 * nothing has stirred since they were asked: a job that ended meanwhile may have left another one, in either queue.
 */
export async function quiet(loops: Loop[]): Promise<void> {
  for (;;) {
    const before = stirs(loops)
    const due = await Promise.all(loops.map((loop) => loop.hasDue()))
    const isStill = stirs(loops) === before && !loops.some((loop) => loop.isBusy())
    if (isStill && !due.includes(true)) return
    for (const [i, loop] of loops.entries()) if (due[i]) loop.wake()
    await pause(2)
  }
}

function stirs(loops: Loop[]): number {
  return loops.reduce((sum, loop) => sum + loop.stirs, 0)
}

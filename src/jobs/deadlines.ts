import type { Log } from '../lib/log.ts'
import { callOff } from './crew.ts'
import type { InHand } from './inHand.ts'
import { type Chances, failed } from './outcome.ts'
import { tooLate } from './perform.ts'

/** How long a job that is past its deadline may take to notice before its place is given away. */
const PATIENCE_MS = 10_000

/** Calls off the jobs that are past their deadline, and gives up those that do not listen. */
export function watchDeadlines(inHand: InHand, chances: Chances, log: Log): void {
  const now_ms = performance.now()
  for (const hand of [...inHand.crew.hands]) {
    const late_ms = now_ms - hand.began_ms - hand.kind.deadline_ms
    if (late_ms >= 0) callOff(hand, 'deadline')
    if (late_ms < PATIENCE_MS) continue
    log.error('job_ignores_its_deadline', { job_id: hand.job.id, kind: hand.job.kind })
    inHand.end(hand, failed(tooLate(hand), hand.kind, hand.job, chances))
  }
}

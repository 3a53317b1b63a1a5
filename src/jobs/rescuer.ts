import type { Overdue, Queue } from '../db/queue.ts'
import { errorName } from '../lib/errorName.ts'
import { Failure } from '../lib/failure.ts'
import type { JobKind } from './kind.ts'
import { failed, type Outcome } from './outcome.ts'
import { settle } from './settle.ts'
import { labelOf } from './tally.ts'
import type { Tools } from './tools.ts'

const MOST = 200

/**
 * Returns what dead workers held. A lease that has run out is only a suspicion, since a clock may have been set: the
 * job is taken when its lease is still the same after `doubt_ms`, in which a worker that lives would have prolonged it.
 */
export function rescuer(queue: Queue, kinds: Map<string, JobKind>, tools: Tools, doubt_ms: number) {
  let suspects = new Map<string, number>()
  return async () => {
    const now_ms = performance.now()
    const overdue = await queue.overdue([...kinds.keys()], MOST)
    suspects = new Map(overdue.map((job) => [nameOf(job), suspects.get(nameOf(job)) ?? now_ms]))
    const sure = overdue.filter((job) => now_ms - suspects.get(nameOf(job))! >= doubt_ms)
    // One that cannot be put back or buried keeps no other from it.
    for (const job of sure) await rescue(job).catch((error) => complain(job, error))
    return sure.length
  }

  async function rescue(job: Overdue) {
    const kind = kinds.get(job.kind)!
    const now_ms = tools.clock.now_ms()
    const outcome = spread(
      failed(lost(), kind, job, tools),
      now_ms + tools.entropy.uniform() * tools.lease_ms,
    )
    const { db, onDead } = tools
    const hand = { job, kind, began_ms: 0 }
    if (!(await settle(hand, outcome, { db, queue: queue.name, worker: job.worker, onDead, now_ms }))) return
    tools.metrics.count('holdfast_jobs_rescued_total', { queue: labelOf(queue.name) })
    tools.log.warn('job_rescued', { job_id: job.id, kind: job.kind, from: job.worker, to: outcome.to })
  }

  function complain({ id, kind }: Overdue, error: unknown) {
    tools.log.error('job_not_rescued', { job_id: id, kind, error: errorName(error) })
  }
}

function lost(): Failure {
  return new Failure('retry', 'worker_lost', 'The worker that held the job is gone')
}

/** Apart from each other: if one of them is what killed the worker, it will not take the same ones with it again. */
function spread(outcome: Outcome, at_ms: number): Outcome {
  if (outcome.to !== 'retry') return outcome
  return { ...outcome, rescued: true, at_ms: Math.max(outcome.at_ms, Math.round(at_ms)) }
}

function nameOf({ id, turn, locked_until_ms }: Overdue): string {
  return `${id} ${turn} ${locked_until_ms}`
}

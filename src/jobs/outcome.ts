import { backoff_ms } from '../lib/backoff.ts'
import type { Clock } from '../lib/clock.ts'
import type { Entropy } from '../lib/entropy.ts'
import { Failure, isFinal } from '../lib/failure.ts'
import { describe, type ErrorText } from './describe.ts'
import type { Job, JobKind, Snooze } from './kind.ts'

/** What becomes of a job after an attempt. */
export type Outcome =
  | { to: 'done' }
  | { to: 'snoozed'; at_ms: number }
  | { to: 'retry'; at_ms: number; error: ErrorText; rescued?: boolean }
  | { to: 'dead'; error: ErrorText }
  /** Given back unused, by a worker that stops. */
  | { to: 'returned' }

export interface Chances {
  clock: Clock
  entropy: Entropy
  /** For kinds that do not say. */
  max_attempts: number
}

/** Nobody is believed who asks for more: a wrong number must not put a job off for years, or beyond all dates. */
const LONGEST_MS = 86_400_000

/** The outcome of an attempt that ended well. */
export function ended(answer: unknown, { clock }: Chances): Outcome {
  return isSnooze(answer)
    ? { to: 'snoozed', at_ms: clock.now_ms() + Math.min(Math.max(0, answer.snooze_ms), LONGEST_MS) }
    : { to: 'done' }
}

function isSnooze(answer: unknown): answer is Snooze {
  return typeof answer === 'object' && answer !== null && 'snooze_ms' in answer
}

/** The outcome of an attempt that failed: again after a pause, or dead when no repetition helps or none is left. */
export function failed(error: unknown, kind: JobKind, job: Job, chances: Chances): Outcome {
  const text = describe(error)
  const most = job.max_attempts ?? kind.max_attempts ?? chances.max_attempts
  if (isFinal(error) || job.attempts >= most) return { to: 'dead', error: text }
  return { to: 'retry', at_ms: chances.clock.now_ms() + pause_ms(error, kind, job, chances), error: text }
}

/** Full jitter; where the other side named a time, not before it, and not all at once after it. */
function pause_ms(error: unknown, kind: JobKind, job: Job, { entropy }: Chances): number {
  const jittered = backoff_ms(job.attempts, kind.backoff, () => entropy.uniform())
  const asked = error instanceof Failure ? error.detail.retry_after_ms : undefined
  if (asked === undefined) return jittered
  return Math.ceil(Math.min(asked, LONGEST_MS) + entropy.uniform() * Math.min(kind.backoff.base_ms, jittered))
}

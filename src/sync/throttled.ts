import { type Snooze, snooze } from '../jobs/kind.ts'
import { Failure } from '../lib/failure.ts'

const PAUSE_MS = 5000
/** No attempt is used up, so who names no time would be asked without end. */
const LEAST_MS = 1000

/** Does `work`; when the provider asks for patience the job is put off for as long, and no attempt is used. */
export async function unlessThrottled<T>(work: () => Promise<T>): Promise<T | Snooze> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof Failure) || error.detail.status !== 429) throw error
    return snooze(Math.max(LEAST_MS, error.detail.retry_after_ms ?? PAUSE_MS))
  }
}

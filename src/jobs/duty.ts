import { pause } from '../lib/deadline.ts'
import { errorName } from '../lib/errorName.ts'
import type { Log } from '../lib/log.ts'

/** Does `work` every `every_ms`, one after the other, until stopped; an error is logged and the next round comes. */
export function duty(
  name: string,
  every_ms: number,
  work: () => Promise<void>,
  log: Log,
): { stop(): Promise<void> } {
  const stop = new AbortController()
  const rounds = (async () => {
    while (!stop.signal.aborted) {
      await pause(every_ms, stop.signal)
      if (!stop.signal.aborted) await work().catch((error) => complain(name, error, log))
    }
  })()
  return {
    stop: () => {
      stop.abort()
      return rounds
    },
  }
}

function complain(name: string, error: unknown, log: Log) {
  log.warn('job_duty_failed', { duty: name, error: errorName(error) })
}

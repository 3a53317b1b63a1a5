import { Failure } from './failure.ts'

/** Resolves as `work` does, or rejects with a retryable `deadline` failure after `limit_ms`. */
export async function withDeadline<T>(
  limit_ms: number,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const stop = new AbortController()
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      stop.abort()
      reject(new Failure('retry', 'deadline', `No answer within ${limit_ms} ms`))
    }, limit_ms)
  })
  try {
    return await Promise.race([work(stop.signal), late])
  } finally {
    clearTimeout(timer)
  }
}

/** Resolves after `ms`, or at once when `signal` is aborted. */
export function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve()
    const timer = setTimeout(done, ms)
    function done() {
      clearTimeout(timer)
      signal?.removeEventListener('abort', done)
      resolve()
    }
    signal?.addEventListener('abort', done)
  })
}

/** Resolves when `work` has ended, however it ended, or at `until_ms` (by `performance.now`), whichever comes first. */
export async function before(until_ms: number, work: Promise<unknown>): Promise<void> {
  const enough = new AbortController()
  const ended = work.then(
    () => {},
    () => {},
  )
  await Promise.race([ended, pause(Math.max(0, until_ms - performance.now()), enough.signal)])
  enough.abort()
}

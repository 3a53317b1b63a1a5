import { Failure } from './failure.ts'

interface Waiting {
  until_ms: number
  reject(error: Error): void
}

/**
 * Waits for work no longer than `limit_ms`, then rejects with what `late` makes, a retryable `deadline` failure unless
 * said otherwise; what was begun goes on. One timer serves all who wait: where thousands a second hardly wait at all, a
 * timer each costs more than the work.
 */
export function patience(
  limit_ms: number,
  late: () => Error = () => new Failure('retry', 'deadline', `No answer within ${limit_ms} ms`),
): <T>(work: Promise<T>) => Promise<T> {
  // In the order of coming, which is the order in which patience ends.
  const waiting = new Set<Waiting>()
  let timer: ReturnType<typeof setTimeout> | undefined

  function look() {
    timer = undefined
    const now_ms = performance.now()
    for (const one of waiting) {
      if (one.until_ms > now_ms) return lookIn(one.until_ms - now_ms)
      waiting.delete(one)
      one.reject(late())
    }
  }

  function lookIn(ms: number) {
    timer = setTimeout(look, ms)
    timer.unref()
  }

  return (work) =>
    new Promise((resolve, reject) => {
      const one = { until_ms: performance.now() + limit_ms, reject }
      waiting.add(one)
      work.then(
        (value) => {
          waiting.delete(one)
          resolve(value)
        },
        (error) => {
          waiting.delete(one)
          reject(error)
        },
      )
      if (timer === undefined) lookIn(limit_ms)
    })
}

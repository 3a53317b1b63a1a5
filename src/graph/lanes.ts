/** Runs `work` when one of the lanes of `key` is free; rejects without running it once `signal` is aborted. */
export type Lanes = <T>(key: string, signal: AbortSignal, work: () => Promise<T>) => Promise<T>

interface Lane {
  busy: number
  waiting: (() => void)[]
}

/** At most `width` works at a time for each key, first come first served. */
export function lanes(width: number): Lanes {
  const byKey = new Map<string, Lane>()

  return async (key, signal, work) => {
    const lane = byKey.get(key) ?? { busy: 0, waiting: [] }
    byKey.set(key, lane)
    if (lane.busy < width) lane.busy += 1
    else await turn(lane, signal)
    try {
      signal.throwIfAborted()
      return await work()
    } finally {
      leave(key, lane)
    }
  }

  function leave(key: string, lane: Lane) {
    // The place goes straight to the next in line, so nobody who comes meanwhile overtakes.
    const next = lane.waiting.shift()
    if (next) return next()
    lane.busy -= 1
    if (lane.busy === 0) byKey.delete(key)
  }
}

function turn(lane: Lane, signal: AbortSignal) {
  return new Promise<void>((resolve, reject) => {
    const take = () => {
      signal.removeEventListener('abort', giveUp)
      resolve()
    }
    const giveUp = () => {
      lane.waiting = lane.waiting.filter((one) => one !== take)
      reject(signal.reason)
    }
    if (signal.aborted) return reject(signal.reason)
    lane.waiting.push(take)
    signal.addEventListener('abort', giveUp, { once: true })
  })
}

/** What those who have nothing to do wait for. */
export interface Bell {
  /** Ends the waits that are under way. */
  ring(): void
  /** Resolves at the next ring, or after `ms`; true when nobody rang. */
  wait(ms: number): Promise<boolean>
}

/** A bell that nobody waits for yet. */
export function bell(): Bell {
  let waiting: (() => void)[] = []
  return {
    ring: () => {
      if (waiting.length === 0) return
      const woken = waiting
      waiting = []
      for (const resume of woken) resume()
    },
    wait: (ms) =>
      new Promise((resolve) => {
        const timer = setTimeout(() => resolve(true), ms)
        waiting.push(() => {
          clearTimeout(timer)
          resolve(false)
        })
      }),
  }
}

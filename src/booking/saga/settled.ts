/** Lets a request wait for the saga it started, when the same process runs it. */
export interface Settled {
  /** Resolves when `announce` is called for this saga, or after `limit_ms`. */
  wait(saga_id: string, limit_ms: number): Promise<void>
  announce(saga_id: string): void
}

/** Nobody waits yet. */
export function settled(): Settled {
  const waiting = new Map<string, Set<() => void>>()
  return {
    wait: (saga_id, limit_ms) =>
      new Promise((resolve) => {
        const those = waiting.get(saga_id) ?? new Set()
        waiting.set(saga_id, those)
        const done = () => {
          clearTimeout(timer)
          those.delete(done)
          if (those.size === 0) waiting.delete(saga_id)
          resolve()
        }
        const timer = setTimeout(done, limit_ms)
        those.add(done)
      }),
    announce: (saga_id) => {
      for (const done of [...(waiting.get(saga_id) ?? [])]) done()
    },
  }
}

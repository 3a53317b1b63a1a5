/** A signal within this process: there may be work. */
export interface Wake {
  /** Says that jobs were committed; never throws, may be called as often as one likes. */
  wake(): void
  /** Calls `listener` at each wake; answers how to stop that. */
  onWake(listener: () => void): () => void
}

/** Makes the signal that those who enqueue and the worker share. */
export function wakeSignal(): Wake {
  const listeners = new Set<() => void>()
  return {
    wake: () => {
      for (const listener of listeners) listener()
    },
    onWake: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

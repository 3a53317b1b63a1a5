import type { JobRow, QueueName } from '../db/queue.ts'

/** Jobs that were committed in this process. */
export interface Announced {
  queue: QueueName
  jobs: JobRow[]
}

/** A signal within this process: there may be work. */
export interface Wake {
  /** Says that there may be work that nobody announced; never throws, may be called as often as one likes. */
  wake(): void
  /** Says which jobs were committed, so that a worker need not search for them. */
  announce(announced: Announced): void
  /** Calls `listener` at each of both; answers how to stop that. */
  onWake(listener: (announced?: Announced) => void): () => void
}

/** Makes the signal that those who enqueue and the worker share. */
export function wakeSignal(): Wake {
  const listeners = new Set<(announced?: Announced) => void>()
  return {
    wake: () => {
      for (const listener of listeners) listener()
    },
    announce: (announced) => {
      for (const listener of listeners) listener(announced)
    },
    onWake: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

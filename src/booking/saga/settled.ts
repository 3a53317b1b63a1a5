import type { Booking } from '../advance.ts'

/** Lets a request wait for the saga it started, when the same process runs it. */
export interface Settled {
  /** Resolves when `announce` is called for this saga, with what it says, or after `limit_ms`. */
  wait(saga_id: string, limit_ms: number): Promise<Booking | undefined>
  /** Says that a saga has ended, and the booking as it is now where all went well. */
  announce(saga_id: string, outcome?: Booking): void
}

/** Nobody waits yet. */
export function settled(): Settled {
  const waiting = new Map<string, Set<(outcome?: Booking) => void>>()
  return {
    wait: (saga_id, limit_ms) =>
      new Promise((resolve) => {
        const those = waiting.get(saga_id) ?? new Set()
        waiting.set(saga_id, those)
        const done = (outcome?: Booking) => {
          clearTimeout(timer)
          those.delete(done)
          if (those.size === 0) waiting.delete(saga_id)
          resolve(outcome)
        }
        const timer = setTimeout(() => done(), limit_ms)
        those.add(done)
      }),
    announce: (saga_id, outcome) => {
      for (const done of [...(waiting.get(saga_id) ?? [])]) done(outcome)
    },
  }
}

import type { Held, Holder, JobRow, QueueName } from '../db/queue.ts'

/** Jobs that were committed in this process. */
export interface Announced {
  queue: QueueName
  jobs: JobRow[]
}

/** A place that a worker keeps for a job that is being inserted. Exactly one of the two is called. */
export interface Seat extends Holder {
  /** The job is committed as held: begins it. */
  begin(held: Held): void
  /** It is not, as far as anyone knows. */
  giveUp(): void
}

/** Asks for a seat for a job that is about to be inserted. */
export type Seating = (queue: QueueName, job: JobRow) => Seat | undefined

/** A signal within this process: there may be work. */
export interface Wake {
  /** Says that there may be work that nobody announced; never throws, may be called as often as one likes. */
  wake(): void
  /** Says which jobs were committed, so that a worker need not search for them. */
  announce(announced: Announced): void
  /** Calls `listener` at each of both; answers how to stop that. */
  onWake(listener: (announced?: Announced) => void): () => void
  /** A seat for a job that is about to be inserted, where a worker here has a place that nobody waits for. */
  readonly seat: Seating
  /** Has `seating` answer that from now on; answers how to stop that. */
  onSeat(seating: Seating): () => void
}

/** Makes the signal that those who enqueue and the worker share. */
export function wakeSignal(): Wake {
  const listeners = new Set<(announced?: Announced) => void>()
  let seating: Seating | undefined
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
    seat: (queue, job) => seating?.(queue, job),
    onSeat: (asked) => {
      seating = asked
      return () => {
        seating = undefined
      }
    },
  }
}

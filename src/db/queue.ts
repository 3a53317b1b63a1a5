export type QueueName = 'webhook_jobs' | 'outbox_jobs'

/** A job to be inserted. */
export interface JobRow {
  kind: string
  /** Empty for work of no tenant. */
  tenant_id: string
  key: string | null
  payload: unknown
  priority: number
  max_attempts: number | null
  run_at_ms: number
  created_at_ms: number
  traceparent: string | null
}

/** Inserts jobs in the caller's transaction, one statement for all; a pending row absorbs what has its kind and key. */
export type Insert = (queue: QueueName, jobs: JobRow[]) => Promise<void>

/** Whose a claim is, and for how long. */
export interface Holder {
  worker: string
  lease_ms: number
}

/**
 * Inserts a job that is due now as claimed by `holder`, in a transaction of its own. Where a job of its kind and key
 * waits or runs, nothing is inserted, and it answers `undefined`.
 */
export type InsertHeld = (queue: QueueName, job: JobRow, holder: Holder) => Promise<Held | undefined>

/** Jobs of one kind, priority and tenant: the unit of fairness, and a range of the index of what is due. */
export interface Lane {
  kind: string
  priority: number
  tenant_id: string
}

/** A lane that is not empty, and when its first job is due. */
export interface LaneHead extends Lane {
  run_at_ms: number
}

/** How many jobs are wanted from a lane, and after which place of it. */
export interface Share extends Lane {
  most: number
  after?: Place
}

/** A job's place in its lane. */
export interface Place {
  run_at_ms: number
  id: number
}

/** A claim on a job: whoever shows an older turn is late, and changes nothing. */
export interface Held {
  id: number
  turn: number
}

export interface ClaimedJob extends Held, Lane {
  key: string | null
  payload: unknown
  attempts: number
  max_attempts: number | null
  run_at_ms: number
  traceparent: string | null
}

export interface Exchange extends Holder {
  /** Jobs that are done. They are finished in the statement that claims. */
  done: Held[]
  shares: Share[]
  now_ms: number
}

/** A running job whose lease has run out by the database's clock. */
export interface Overdue extends ClaimedJob {
  worker: string
  locked_until_ms: number
}

export interface Pruned {
  removed: number
  /** Where the next step goes on; null at the end of the table. */
  next_id: number | null
}

/**
 * One job table as the loop needs it. Leases are measured by the database's clock, so that a worker whose clock is
 * wrong robs nobody; whether a job is due is measured by the `now_ms` of the caller.
 */
export interface Queue {
  readonly name: QueueName
  /** The lanes of these kinds in which something waits, due or not. */
  lanes(kinds: string[]): Promise<LaneHead[]>
  /** Ends what is done and claims new jobs, in one step. A job whose key is running is passed over. */
  exchange(exchange: Exchange): Promise<ClaimedJob[]>
  /** Prolongs the leases of jobs that are still held; answers those that are. */
  beat(worker: string, held: Held[], lease_ms: number): Promise<Held[]>
  /** Running jobs of these kinds whose lease is over, at most `most`. */
  overdue(kinds: string[], most: number): Promise<Overdue[]>
  /** Removes finished jobs older than `before_ms` among the `most` rows after `after_id`. */
  prune(step: { before_ms: number; after_id: number; most: number }): Promise<Pruned>
  /** Gives up what the queue opened for itself. */
  close(): Promise<void>
}

/** How processes on one database tell each other that there are jobs. Where there is but one, silence. */
export interface News {
  /** Says it to all processes, this one included. */
  tell(): Promise<void>
  /** Calls `heard` whenever one says it; answers how to stop that. News can be lost: keep polling. */
  hear(heard: () => void): Promise<() => Promise<void>>
}

/** What a database offers to job loops. */
export interface Queues {
  queue(name: QueueName): Queue
  /** Opens a way to hear of jobs of other processes; the caller closes it. */
  news(): News & { close(): Promise<void> }
  /**
   * Promises that no other process runs a job loop where only one may. Answers how to give the place up.
   * Throws `AlreadyTaken` when another process has it.
   */
  takePlace(): Promise<() => Promise<void>>
}

/** Another process works on this database, and it allows but one. */
export class AlreadyTaken extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'AlreadyTaken'
  }
}

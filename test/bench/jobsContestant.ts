/** One job queue, as the benchmark drives it. */
export interface Contestant {
  name: string
  /** Makes its tables. */
  prepare(): Promise<void>
  /** Leaves `count` jobs waiting and nothing else. */
  fill(count: number): Promise<void>
  /** Works until `count` jobs have been performed; answers how long that took from the first, in milliseconds. */
  process(count: number, setting: Setting): Promise<number>
  /** Its settings worth trying for many trivial jobs; the fastest counts. */
  fast: Setting[]
  /** One place, and several: every job claimed and ended by itself. Empty where it cannot. */
  unbatched: Setting[]
  /** Enqueues one job. */
  send(): Promise<void>
  /** Enqueues one job so that it starts as soon as may be. */
  nudge(): Promise<void>
  /** Calls `onJob` at the start of each job, until stopped. */
  listen(onJob: () => void): Promise<{ stop(): Promise<void> }>
  close(): Promise<void>
}

export interface Setting {
  label: string
  concurrency: number
  batch: number
}

/**
 * Whether claims and ends wait for the disk. Ours do not: a server that crashes may have jobs done twice, and forgets
 * none. What is enqueued always waits, with everyone.
 */
export interface Durability {
  waits: boolean
}

/** The address for the sessions that claim and end. */
export function workUrl(url: string, { waits }: Durability): string {
  return waits ? url : `${url}?options=-c%20synchronous_commit%3Doff`
}

/** Counts jobs and tells when `count` of them have begun, and how long after the first. */
export function counter(count: number) {
  const { promise, resolve } = Promise.withResolvers<number>()
  let seen = 0
  let began_ms = 0
  return {
    job: () => {
      if (seen === 0) began_ms = performance.now()
      seen += 1
      if (seen === count) resolve(performance.now() - began_ms)
    },
    done: promise,
  }
}

/** One job queue, as the benchmark drives it. */
export interface Contestant {
  name: string
  /** Makes its tables. */
  prepare(): Promise<void>
  /** Leaves `count` jobs waiting and nothing else. */
  fill(count: number): Promise<void>
  /** Works until `count` jobs are performed and written down as done; answers how many a second that were. */
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

const LOOK_MS = 5

/**
 * Jobs a second, from the first that began until `isEmpty` says that all are written down as done. What begins
 * together with the first was claimed before the clock ran, and does not count: or the largest batch would win.
 */
export function meter(count: number, isEmpty: () => Promise<boolean>) {
  const { promise, resolve } = Promise.withResolvers<void>()
  let seen = 0
  let free = 0
  let began_ms = 0
  const first = () => {
    began_ms = performance.now()
    setImmediate(() => {
      free = seen
    })
  }
  const rate = async () => {
    await promise
    while (!(await isEmpty())) await Bun.sleep(LOOK_MS)
    return ((count - free) * 1000) / (performance.now() - began_ms)
  }
  return {
    job: () => {
      if (seen === 0) first()
      seen += 1
      if (seen === count) resolve()
    },
    rate: rate(),
  }
}

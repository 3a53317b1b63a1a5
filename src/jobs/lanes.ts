import type { ClaimedJob, Lane, LaneHead, Place, Share } from '../db/queue.ts'

interface Known extends Lane {
  /** When its first job is due, as far as we know. Infinity: nothing waits. */
  due_ms: number
  /** How many claims on it are under way. */
  asked: number
  /** When a job is due that was heard of meanwhile: those claims may have been too early for it. */
  heard_ms: number
  /** The last claim got all it asked for: there is more, and a second claim beside the first will find some. */
  deep: boolean
  /** Where to look from, while looking from the start is slow. */
  floor?: Floor
  /** When something was last found in it, by the clock that only goes forward. */
  found_at_ms: number
}

interface Floor {
  place: Place
  until_ms: number
  /** One claim is looking from the start again; the others need not wait for it. */
  probed: boolean
}

/** A lane that gave something this long ago is tried at a wake without asking whether it has any. */
const RECENT_MS = 60_000
const MOST_RECENT = 16
/** A claim slower than this wades through rows that are dead and cannot be cleaned away: a dump is running. */
const SLOW_MS = 25
const LONGEST_FLOOR_MS = 10_000

/**
 * What this process knows of the lanes of one queue. Claims are steered by it, so that they need not search: it may
 * be out of date, and then a claim finds nothing, or a job waits until the next look at the table.
 */
export class Lanes {
  readonly #known = new Map<string, Known>()
  readonly #now_ms: () => number

  /** `now_ms` only goes forward. */
  constructor(now_ms: () => number) {
    this.#now_ms = now_ms
  }

  /** Takes in what a look at the table has found. */
  learn(heads: LaneHead[]): void {
    for (const lane of this.#known.values()) lane.due_ms = Number.POSITIVE_INFINITY
    for (const head of heads) this.#get(head).due_ms = head.run_at_ms
    for (const [name, lane] of this.#known) if (this.#isForgotten(lane)) this.#known.delete(name)
  }

  /** Says that a job of this lane will be due at `at_ms`. */
  expect(lane: Lane, at_ms: number): void {
    const known = this.#get(lane)
    known.due_ms = Math.min(known.due_ms, at_ms)
    if (known.asked > 0) known.heard_ms = Math.min(known.heard_ms, at_ms)
  }

  /** Has the lanes tried that gave something lately; for a wake does not say where the new jobs are. */
  stir(): void {
    const since_ms = this.#now_ms() - RECENT_MS
    const recent = [...this.#known.values()].filter((lane) => lane.found_at_ms >= since_ms)
    if (recent.length > MOST_RECENT) recent.sort((a, b) => b.found_at_ms - a.found_at_ms)
    for (const lane of recent.slice(0, MOST_RECENT)) lane.due_ms = Number.NEGATIVE_INFINITY
  }

  /** The lanes in which something is due and that are worth a claim now. */
  open(now_ms: number): LaneHead[] {
    const open: LaneHead[] = []
    for (const { kind, priority, tenant_id, due_ms, asked, deep } of this.#known.values()) {
      if (due_ms <= now_ms && (asked === 0 || deep))
        open.push({ kind, priority, tenant_id, run_at_ms: due_ms })
    }
    return open
  }

  /** When the next job that we know of is due. */
  next_ms(): number {
    let next_ms = Number.POSITIVE_INFINITY
    for (const lane of this.#known.values()) if (lane.asked === 0) next_ms = Math.min(next_ms, lane.due_ms)
    return next_ms
  }

  /** Notes that these shares are being claimed, and says from where. */
  ask(shares: Share[]): Share[] {
    return shares.map((share) => {
      const lane = this.#get(share)
      lane.asked += 1
      const { floor } = lane
      if (!floor) return share
      if (floor.probed || floor.until_ms >= this.#now_ms()) return { ...share, after: floor.place }
      floor.probed = true
      return share
    })
  }

  /** Takes in what a claim that took `took_ms` has brought. True when some lane has more to give. */
  answer(shares: Share[], jobs: ClaimedJob[], took_ms: number): boolean {
    const found = this.#count(jobs)
    for (const share of shares) {
      const lane = this.#get(share)
      const { count, last } = found.get(lane) ?? { count: 0 }
      lane.asked -= 1
      lane.deep = count === share.most
      if (count > 0) lane.found_at_ms = this.#now_ms()
      // Before the place that a claim began from, a job may stand that was committed late.
      if (!lane.deep && !share.after) lane.due_ms = lane.heard_ms
      if (lane.asked === 0) lane.heard_ms = Number.POSITIVE_INFINITY
      lane.floor = lane.deep && last ? this.#floor(share, last, lane.floor, took_ms) : undefined
    }
    return shares.some((share) => this.#get(share).deep)
  }

  /** Notes that a claim failed: nothing is known but what was known before. */
  giveUp(shares: Share[]): void {
    for (const share of shares) {
      const lane = this.#get(share)
      lane.asked -= 1
      if (!share.after && lane.floor) lane.floor.probed = false
    }
  }

  #floor({ after }: Share, last: Place, floor: Floor | undefined, took_ms: number): Floor | undefined {
    const place = floor && isLater(floor.place, last) ? floor.place : last
    if (after) return floor && { ...floor, place }
    if (took_ms < SLOW_MS) return undefined
    return { place, until_ms: this.#now_ms() + Math.min(20 * took_ms, LONGEST_FLOOR_MS), probed: false }
  }

  #count(jobs: ClaimedJob[]) {
    const found = new Map<Known, { count: number; last?: Place }>()
    for (const job of jobs) {
      const lane = this.#get(job)
      const so_far = found.get(lane)
      if (!so_far) found.set(lane, { count: 1, last: job })
      else {
        so_far.count += 1
        if (isLater(job, so_far.last!)) so_far.last = job
      }
    }
    return found
  }

  #get({ kind, priority, tenant_id }: Lane): Known {
    const name = `${priority} ${kind} ${tenant_id}`
    const known = this.#known.get(name)
    if (known) return known
    const added = { kind, priority, tenant_id, asked: 0, deep: false, found_at_ms: Number.NEGATIVE_INFINITY }
    const lane: Known = { ...added, due_ms: Number.POSITIVE_INFINITY, heard_ms: Number.POSITIVE_INFINITY }
    this.#known.set(name, lane)
    return lane
  }

  #isForgotten({ due_ms, asked, found_at_ms }: Known): boolean {
    return due_ms === Number.POSITIVE_INFINITY && asked === 0 && found_at_ms < this.#now_ms() - RECENT_MS
  }
}

function isLater(a: Place, b: Place): boolean {
  return a.run_at_ms > b.run_at_ms || (a.run_at_ms === b.run_at_ms && a.id > b.id)
}

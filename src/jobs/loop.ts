import type { ClaimedJob, JobRow, Queue, Share } from '../db/queue.ts'
import { pause } from '../lib/deadline.ts'
import { errorName } from '../lib/errorName.ts'
import { bell } from './bell.ts'
import { GATHER_MS, isWorthGathering } from './gather.ts'
import { type Done, InHand } from './inHand.ts'
import type { JobKind } from './kind.ts'
import { Lanes } from './lanes.ts'
import type { Leave } from './letGo.ts'
import { Looking } from './looking.ts'
import { seatFor, type Usher } from './seat.ts'
import { shareOut } from './share.ts'
import type { Tools } from './tools.ts'
import type { Seat } from './wake.ts'

/** Claims under way at once: while one is at the database, what the other brought is performed. */
const STRANDS = 2

/**
 * Claims the jobs of one queue and performs them, from `run` until `stop`. Jobs that are done are written down
 * together with the next claim.
 */
export class Loop {
  readonly inHand: InHand
  /** When a turn last ended well, by a clock that only goes forward. */
  turned_ms = performance.now()
  /** How often a job was let go or there was news of some: whatever may have left more to do. */
  stirs = 0
  readonly #queue: Queue
  readonly #kinds: Map<string, JobKind>
  readonly #tools: Tools
  readonly #bell = bell()
  readonly #lanes = new Lanes(() => performance.now())
  readonly #looking: Looking
  readonly #usher: Usher
  #round = 0
  #exchanges = 0
  #running = false
  #exchanged_ms = Number.NEGATIVE_INFINITY
  #stopping = false
  /** When a stop ends, whatever is not written down by then. */
  #over_ms = Number.POSITIVE_INFINITY

  constructor(queue: Queue, kinds: Map<string, JobKind>, tools: Tools) {
    this.#queue = queue
    this.#kinds = kinds
    this.#tools = tools
    this.inHand = new InHand(queue.name, kinds, tools, (job, again_ms) => this.#released(job, again_ms))
    this.#looking = new Looking(tools.poll_ms, () => performance.now())
    this.#usher = {
      ...{ kinds, tools, crew: this.inHand.crew, lanes: this.#lanes },
      begin: (job) => this.inHand.begin(job),
      left: () => this.#bell.ring(),
    }
  }

  /** Resolves after `stop`. */
  async run(): Promise<void> {
    this.#running = !this.#stopping
    await Promise.all(Array.from({ length: STRANDS }, () => this.#strand()))
  }

  /** Says that there may be work, and nobody knows where. */
  wake(): void {
    this.stirs += 1
    this.#looking.need()
    if (!this.#looking.isTold()) this.#lanes.stir()
    this.#bell.ring()
  }

  /** Says which jobs have come. */
  hear(jobs: JobRow[]): void {
    this.stirs += 1
    this.#looking.tell()
    for (const job of jobs) if (this.#kinds.has(job.kind)) this.#lanes.expect(job, job.run_at_ms)
    this.#bell.ring()
  }

  /** A place for a job that is being inserted, as long as nobody waits for one. */
  seat(row: JobRow): Seat | undefined {
    if (!this.#running) return undefined
    this.#looking.tell()
    return seatFor(row, this.#usher)
  }

  /** Jobs are in hand, to be written down, or on their way to us: claimed, and not yet taken up. */
  isBusy(): boolean {
    return this.inHand.crew.taken() > 0 || this.inHand.done.size > 0 || this.#exchanges > 0
  }

  /** Asks the table whether any job is due. */
  async hasDue(): Promise<boolean> {
    const heads = await this.#queue.lanes([...this.#kinds.keys()])
    return heads.some((head) => head.run_at_ms <= this.#tools.clock.now_ms())
  }

  /** No new claims; resolves when all is ended or returned, or when the leave is over: what is left, its lease returns. */
  async stop(leave: Leave): Promise<void> {
    this.#over_ms = leave.over_ms
    this.#stopping = true
    this.#running = false
    this.#bell.ring()
    await this.inHand.stop(leave)
  }

  #released(job: ClaimedJob, again_ms?: number) {
    this.stirs += 1
    if (again_ms !== undefined) this.#lanes.expect(job, again_ms)
    this.#bell.ring()
  }

  #isOver(): boolean {
    if (performance.now() >= this.#over_ms) return true
    return this.#stopping && this.inHand.done.size === 0 && this.inHand.crew.hands.size === 0
  }

  async #strand(): Promise<void> {
    while (!this.#isOver()) {
      try {
        await this.#turn()
        this.turned_ms = performance.now()
      } catch (error) {
        this.#tools.log.warn('job_claim_failed', {
          queue: this.#queue.name,
          error: errorName(error),
        })
        this.#looking.need()
        await pause(this.#stopping ? 50 : 250)
      }
    }
  }

  async #turn(): Promise<void> {
    if (!this.#stopping && this.#looking.isDue(this.#exchanges > 0)) return this.#look()
    if (this.#isWorthGathering()) return pause(GATHER_MS)
    const shares = this.#stopping ? [] : this.#shareOut()
    const done = [...this.inHand.done]
    if (shares.length === 0 && done.length === 0) return this.#idle()
    this.inHand.done.clear()
    await this.#exchange(shares, done)
    // Trivial jobs end before the next turn begins, so that one exchange ends them all.
    await new Promise((resolve) => setImmediate(resolve))
  }

  #isWorthGathering(): boolean {
    const { concurrency, clock } = this.#tools
    return isWorthGathering({
      crew: this.inHand.crew,
      concurrency,
      done: this.#stopping ? 0 : this.inHand.done.size,
      since_ms: performance.now() - this.#exchanged_ms,
      isWanted: () => this.#lanes.open(clock.now_ms()).length > 0,
    })
  }

  async #look(): Promise<void> {
    await this.#looking.during(async () => {
      this.#lanes.learn(await this.#queue.lanes([...this.#kinds.keys()]))
    })
    this.#bell.ring()
  }

  #shareOut(): Share[] {
    this.#round += 1
    return shareOut({
      lanes: this.#lanes.open(this.#tools.clock.now_ms()),
      kinds: this.#kinds,
      crew: this.inHand.crew,
      most: Math.ceil(this.#tools.concurrency / STRANDS),
      round: this.#round,
    })
  }

  async #exchange(shares: Share[], done: Done[]): Promise<void> {
    const { clock, worker, lease_ms } = this.#tools
    const now_ms = clock.now_ms()
    const asked = this.#lanes.ask(shares)
    const began_ms = performance.now()
    this.#exchanged_ms = began_ms
    this.#exchanges += 1
    try {
      const claimed = await this.#queue.exchange({ done, shares: asked, worker, now_ms, lease_ms })
      if (this.#lanes.answer(asked, claimed, performance.now() - began_ms)) this.#bell.ring()
      if (done.some((job) => job.key !== null)) this.#looking.need()
      // Before their places are given back, or the other strand would take them for free.
      for (const job of claimed) this.inHand.begin(job)
    } catch (error) {
      this.#lanes.giveUp(asked)
      for (const job of done) this.inHand.done.add(job)
      throw error
    } finally {
      this.#exchanges -= 1
      this.inHand.crew.release(shares)
    }
  }

  /** Until the bell rings, or the next job that is known is due, or it is time to look at the table. */
  async #idle() {
    const { clock, poll_ms } = this.#tools
    const due_ms =
      this.inHand.crew.free() > 0 ? this.#lanes.next_ms() - clock.now_ms() : Number.POSITIVE_INFINITY
    const look_ms = this.#looking.in_ms(this.#exchanges > 0)
    const wait_ms = Math.min(
      due_ms > 0 ? due_ms : poll_ms,
      look_ms,
      poll_ms,
      this.#over_ms - performance.now(),
    )
    await this.#bell.wait(Math.max(wait_ms, 1))
  }
}

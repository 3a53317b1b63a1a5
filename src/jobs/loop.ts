import type { ClaimedJob, Held, Queue, Share } from '../db/queue.ts'
import { pause } from '../lib/deadline.ts'
import { bell } from './bell.ts'
import { type Crew, callOff, crew, type Hand } from './crew.ts'
import { type Ending, ending } from './ending.ts'
import type { JobKind } from './kind.ts'
import { Lanes } from './lanes.ts'
import type { Outcome } from './outcome.ts'
import { perform } from './perform.ts'
import { shareOut } from './share.ts'
import { tally } from './tally.ts'
import type { Tools } from './tools.ts'

/** Claims under way at once: while one is at the database, what the other brought is performed. */
const STRANDS = 2
/** How long a job that is called off may take to notice. */
const LAST_WORDS_MS = 1000
/** A look at the table may take up to this part of the time. */
const LOOKING = 1 / 20
/** And nobody who enqueues waits longer than this for the next look. */
const LONGEST_REST_MS = 25

type Done = Held & { key: string | null }

/**
 * Claims the jobs of one queue and performs them, from `run` until `stop`. Jobs that are done are written down
 * together with the next claim.
 */
export class Loop {
  readonly crew: Crew
  /** Jobs that are performed and not yet written down as done. */
  readonly done = new Set<Done>()
  /** When a turn last ended well, by a clock that only goes forward. */
  turned_ms = performance.now()
  readonly #queue: Queue
  readonly #kinds: Map<string, JobKind>
  readonly #tools: Tools
  readonly #ending: Ending
  readonly #bell = bell()
  readonly #lanes = new Lanes(() => performance.now())
  /** True when there may be jobs in lanes that we do not know. */
  #stale = true
  #looking = false
  #look_after_ms = 0
  #round = 0
  #exchanges = 0
  #stopping = false

  constructor(queue: Queue, kinds: Map<string, JobKind>, tools: Tools) {
    this.#queue = queue
    this.#kinds = kinds
    this.#tools = tools
    this.crew = crew(tools.concurrency)
    this.#ending = ending(queue.name, tools)
  }

  /** Resolves after `stop`. */
  async run(): Promise<void> {
    await Promise.all(Array.from({ length: STRANDS }, () => this.#strand()))
  }

  /** Says that there may be work. */
  wake(): void {
    this.#stale = true
    this.#lanes.stir()
    this.#bell.ring()
  }

  /** Jobs are in hand, to be written down, or on their way to us: claimed, and not yet taken up. */
  #underWay(): boolean {
    return this.crew.hands.size > 0 || this.done.size > 0 || this.#exchanges > 0
  }

  /** Resolves when nothing is in hand and nothing is due. */
  async quiet(): Promise<void> {
    while ((await this.#hasDue()) || this.#underWay()) {
      this.wake()
      await pause(2)
    }
  }

  /** No new claims; running jobs have `grace_ms` to end, the rest is returned. */
  async stop(grace_ms: number): Promise<void> {
    this.#stopping = true
    this.#bell.ring()
    await this.#emptyHands(grace_ms)
    for (const hand of this.crew.hands) callOff(hand, 'stop')
    await this.#emptyHands(LAST_WORDS_MS)
    for (const hand of [...this.crew.hands]) this.end(hand, { to: 'returned' })
    await this.#ending.all()
  }

  /** Takes the outcome of a job; the first one counts. */
  end(hand: Hand, outcome: Outcome): void {
    if (hand.ended) return
    hand.ended = true
    tally(this.#queue.name, hand, outcome, this.#tools)
    if (outcome.to === 'done') {
      this.done.add(hand.job)
      this.#release(hand)
    } else this.#ending.record(hand, outcome, () => this.#release(hand))
  }

  #release(hand: Hand) {
    this.crew.remove(hand)
    this.#bell.ring()
  }

  async #strand(): Promise<void> {
    while (!this.#stopping || this.done.size > 0 || this.crew.hands.size > 0) {
      try {
        await this.#turn()
        this.turned_ms = performance.now()
      } catch (error) {
        this.#tools.log.warn('job_claim_failed', { queue: this.#queue.name, error: nameOf(error) })
        this.#stale = true
        await pause(this.#stopping ? 50 : 250)
      }
    }
  }

  async #turn(): Promise<void> {
    if (this.#mayLook()) return this.#look()
    const shares = this.#stopping ? [] : this.#shareOut()
    const done = [...this.done]
    if (shares.length === 0 && done.length === 0) return this.#idle()
    this.done.clear()
    const claimed = await this.#exchange(shares, done)
    for (const job of claimed) this.#start(job)
    // Trivial jobs end before the next turn begins, so that one exchange ends them all.
    await new Promise((resolve) => setImmediate(resolve))
  }

  #mayLook(): boolean {
    return this.#stale && !this.#looking && !this.#stopping && performance.now() >= this.#look_after_ms
  }

  async #look(): Promise<void> {
    const began_ms = performance.now()
    this.#stale = false
    this.#looking = true
    try {
      this.#lanes.learn(await this.#queue.lanes([...this.#kinds.keys()]))
    } finally {
      const ended_ms = performance.now()
      this.#looking = false
      // The first look connects, and says little about the next one: hence the limit.
      this.#look_after_ms = ended_ms + Math.min((ended_ms - began_ms) / LOOKING, LONGEST_REST_MS)
    }
    this.#bell.ring()
  }

  #shareOut(): Share[] {
    this.#round += 1
    return shareOut({
      lanes: this.#lanes.open(this.#tools.clock.now_ms()),
      kinds: this.#kinds,
      crew: this.crew,
      most: Math.ceil(this.#tools.concurrency / STRANDS),
      round: this.#round,
    })
  }

  async #exchange(shares: Share[], done: Done[]): Promise<ClaimedJob[]> {
    const { clock, worker, lease_ms } = this.#tools
    const now_ms = clock.now_ms()
    const asked = this.#lanes.ask(shares)
    const began_ms = performance.now()
    this.#exchanges += 1
    try {
      const claimed = await this.#queue.exchange({ done, shares: asked, worker, now_ms, lease_ms })
      if (this.#lanes.answer(asked, claimed, performance.now() - began_ms)) this.#bell.ring()
      if (done.some((job) => job.key !== null)) this.#stale = true
      return claimed
    } catch (error) {
      this.#lanes.giveUp(asked)
      for (const job of done) this.done.add(job)
      throw error
    } finally {
      this.#exchanges -= 1
      this.crew.release(shares)
    }
  }

  #start(job: ClaimedJob) {
    const hand: Hand = { job, kind: this.#kinds.get(job.kind)!, began_ms: performance.now() }
    this.crew.add(hand)
    if (this.#stopping) this.end(hand, { to: 'returned' })
    else perform(hand, this.#tools).then((outcome) => this.end(hand, outcome))
  }

  /** Until the bell rings, or the next job that is known is due, or the time of the poll, which looks at the table again. */
  async #idle() {
    const { clock, poll_ms } = this.#tools
    const due_ms = this.crew.free() > 0 ? this.#lanes.next_ms() - clock.now_ms() : Number.POSITIVE_INFINITY
    const look_ms = this.#stale ? this.#look_after_ms - performance.now() : Number.POSITIVE_INFINITY
    const wait_ms = Math.min(due_ms > 0 ? due_ms : poll_ms, look_ms, poll_ms)
    const nobodyRang = await this.#bell.wait(Math.max(wait_ms, 1))
    if (nobodyRang && wait_ms === poll_ms) this.#stale = true
  }

  async #hasDue(): Promise<boolean> {
    const heads = await this.#queue.lanes([...this.#kinds.keys()])
    return heads.some((head) => head.run_at_ms <= this.#tools.clock.now_ms())
  }

  async #emptyHands(within_ms: number) {
    const until_ms = performance.now() + within_ms
    while (this.crew.hands.size > 0 && performance.now() < until_ms) await pause(5)
  }
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : 'unknown'
}

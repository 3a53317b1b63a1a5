import type { ClaimedJob, Held, QueueName } from '../db/queue.ts'
import { type Crew, crew, type Hand } from './crew.ts'
import { type Ending, ending } from './ending.ts'
import type { JobKind } from './kind.ts'
import { type Leave, letGo } from './letGo.ts'
import type { Outcome } from './outcome.ts'
import { perform } from './perform.ts'
import { tally } from './tally.ts'
import type { Tools } from './tools.ts'

export type Done = Held & { key: string | null }

/** The jobs of one queue that this process has begun: performs them and takes their outcomes. */
export class InHand {
  readonly crew: Crew
  /** Jobs that are performed and not yet written down as done. */
  readonly done = new Set<Done>()
  readonly #queue: QueueName
  readonly #kinds: Map<string, JobKind>
  readonly #tools: Tools
  readonly #ending: Ending
  readonly #released: (job: ClaimedJob, again_ms?: number) => void
  #stopping = false

  /** `released` hears of each job that is no longer in hand, and when it is due again, if it is. */
  constructor(
    queue: QueueName,
    kinds: Map<string, JobKind>,
    tools: Tools,
    released: (job: ClaimedJob, again_ms?: number) => void,
  ) {
    this.#queue = queue
    this.#kinds = kinds
    this.#tools = tools
    this.#released = released
    this.#ending = ending(queue, tools)
    this.crew = crew(tools.concurrency)
  }

  /** Performs a job that this worker holds; while stopping it is returned. */
  begin(job: ClaimedJob): void {
    const hand: Hand = { job, kind: this.#kinds.get(job.kind)!, began_ms: performance.now() }
    this.crew.add(hand)
    if (this.#stopping) this.end(hand, { to: 'returned' })
    else perform(hand, this.#tools).then((outcome) => this.end(hand, outcome))
  }

  /** Takes the outcome of a job; the first one counts. */
  end(hand: Hand, outcome: Outcome): void {
    if (hand.ended) return
    hand.ended = true
    tally(this.#queue, hand, outcome, this.#tools)
    if (outcome.to === 'done') {
      this.done.add(hand.job)
      this.#release(hand)
    } else this.#ending.record(hand, outcome, () => this.#release(hand, outcome))
  }

  /** Resolves when all is ended or returned, or when the leave is over: what is left, its lease returns. */
  async stop(leave: Leave): Promise<void> {
    this.#stopping = true
    await letGo(this.crew, leave, (hand) => this.end(hand, { to: 'returned' }))
    await this.#ending.all(leave.over_ms)
  }

  #release(hand: Hand, outcome?: Outcome) {
    this.crew.remove(hand)
    this.#released(hand.job, outcome && 'at_ms' in outcome ? outcome.at_ms : undefined)
  }
}

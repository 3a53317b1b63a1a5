/** A look at the table may take up to this part of the time. */
const SHARE = 1 / 20
/** And nobody who enqueues unannounced waits longer than this for the next look. */
const LONGEST_REST_MS = 25
/** Where jobs are announced a look is for what others enqueue, and for what waited behind its key. */
const LONGEST_REST_WHEN_TOLD_MS = 100
/** So long a look lets claims go first. */
const PATIENCE_MS = 25

/** Decides when the table is looked at, for lanes in which there may be jobs that we do not know. */
export class Looking {
  readonly #every_ms: number
  readonly #now_ms: () => number
  /** Since when there may be jobs that we do not know. */
  #since_ms: number | undefined = Number.NEGATIVE_INFINITY
  #looked_ms = Number.NEGATIVE_INFINITY
  #not_before_ms = Number.NEGATIVE_INFINITY
  #under = false
  #told = false

  /** Looks come at least every `every_ms`, however busy the loop is, by a clock that only goes forward. */
  constructor(every_ms: number, now_ms: () => number) {
    this.#every_ms = every_ms
    this.#now_ms = now_ms
  }

  /** Says that there may be jobs that we do not know. */
  need(): void {
    this.#since_ms ??= this.#now_ms()
  }

  /** Says that jobs are announced here. A look that is under way may be too old to have seen them. */
  tell(): void {
    this.#told = true
    if (this.#under) this.need()
  }

  /** True when jobs are announced here. */
  isTold(): boolean {
    return this.#told
  }

  /** True when it is time; `busy` while claims are under way. */
  isDue(busy: boolean): boolean {
    return this.in_ms(busy) <= 0
  }

  /** How long until it is time. Infinity: nothing calls for it. */
  in_ms(busy: boolean): number {
    if (this.#under) return Number.POSITIVE_INFINITY
    const since_ms = this.#since_ms ?? Number.POSITIVE_INFINITY
    const wanted_ms = Math.min(busy ? since_ms + PATIENCE_MS : since_ms, this.#looked_ms + this.#every_ms)
    return Math.max(wanted_ms, this.#not_before_ms) - this.#now_ms()
  }

  /** Looks. */
  async during(look: () => Promise<void>): Promise<void> {
    const began_ms = this.#now_ms()
    this.#since_ms = undefined
    this.#under = true
    try {
      await look()
    } catch (error) {
      this.need()
      throw error
    } finally {
      this.#under = false
      this.#looked_ms = this.#now_ms()
      this.#not_before_ms = this.#looked_ms + this.#rest_ms(this.#looked_ms - began_ms)
    }
  }

  /** The first look connects, and says little about the next one: hence the limit. A slow one rests as long as it took. */
  #rest_ms(took_ms: number): number {
    const longest_ms = this.#told ? LONGEST_REST_WHEN_TOLD_MS : LONGEST_REST_MS
    return Math.min(took_ms / SHARE, Math.max(longest_ms, took_ms))
  }
}

/** Where time comes from. Domain code takes a clock, so that a test can turn it. */
export interface Clock {
  /** The present instant in epoch milliseconds. */
  now_ms(): number
}

/** The clock of the machine. */
export const systemClock: Clock = { now_ms: () => Date.now() }

/** A clock that stands until it is moved; for tests and repeatable runs. */
export function stoppedClock(
  at_ms: number,
): Clock & { set(at_ms: number): void; advance(by_ms: number): void } {
  let now = at_ms
  return {
    now_ms: () => now,
    set: (to) => {
      now = to
    },
    advance: (by) => {
      now += by
    },
  }
}

/** The present instant as a `Date`. */
export function nowOf(clock: Clock): Date {
  return new Date(clock.now_ms())
}

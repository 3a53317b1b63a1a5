import type { Clock } from '../../src/lib/clock.ts'

/** A clock that somebody sets forward or back by up to `most_ms`, every other second. */
export function steppingClock(most_ms: number): Clock & { stop(): void } {
  let off_ms = 0
  const timer = setInterval(() => {
    off_ms = Math.round((Math.random() * 2 - 1) * most_ms)
  }, 2000)
  return { now_ms: () => Date.now() + off_ms, stop: () => clearInterval(timer) }
}

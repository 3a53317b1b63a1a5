import type { Crew } from './crew.ts'

/** While others are at work, a few jobs that are done wait so long for more: an exchange costs as much for one. */
export const GATHER_MS = 3

export interface Gathering {
  crew: Crew
  concurrency: number
  /** Jobs to be written down as done. */
  done: number
  /** How long ago the last exchange began. */
  since_ms: number
  /** Says whether a lane that is known to have jobs waits for a claim. */
  isWanted(): boolean
}

/** True when little is done, little could be claimed, others will end soon, and an exchange was only just. */
export function isWorthGathering({ crew, concurrency, done, since_ms, isWanted }: Gathering): boolean {
  const few = concurrency / 4
  if (done === 0 || done >= few || crew.hands.size === 0 || since_ms >= GATHER_MS) return false
  return crew.free() < few || !isWanted()
}

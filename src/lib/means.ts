import type { Clock } from './clock.ts'
import type { Entropy } from './entropy.ts'

/** What a verb needs besides its input and the database: time and chance. */
export interface Means {
  clock: Clock
  entropy: Entropy
}

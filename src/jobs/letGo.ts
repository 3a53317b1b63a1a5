import { pause } from '../lib/deadline.ts'
import { type Crew, callOff, type Hand } from './crew.ts'

/** How long a job that is called off may take to notice, and how long it may take to write down what is returned. */
const LAST_WORDS_MS = 1000

export interface Leave {
  /** How long a stop may take as far as running jobs are concerned. */
  grace_ms: number
  /** When it is over, by `performance.now`; not before the grace is. */
  over_ms: number
}

/**
 * Empties the crew: running jobs have the grace to end, less what it takes to return the rest, then they are called
 * off, then given up by `giveUp`, in time for that to be written down.
 */
export async function letGo(
  crew: Crew,
  { grace_ms, over_ms }: Leave,
  giveUp: (hand: Hand) => void,
): Promise<void> {
  const now_ms = performance.now()
  const called_ms = now_ms + grace_ms - Math.min(2 * LAST_WORDS_MS, grace_ms / 2)
  await empty(crew, called_ms)
  for (const hand of crew.hands) callOff(hand, 'stop')
  const writing_ms = Math.min(LAST_WORDS_MS, (over_ms - now_ms) / 4)
  await empty(crew, Math.min(called_ms + LAST_WORDS_MS, over_ms - writing_ms))
  for (const hand of [...crew.hands]) giveUp(hand)
}

async function empty(crew: Crew, until_ms: number) {
  while (crew.taken() > 0 && performance.now() < until_ms) await pause(5)
}

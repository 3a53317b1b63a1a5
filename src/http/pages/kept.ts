import type { Clock } from '../../lib/clock.ts'
import type { Ready } from './view.ts'

/** Gives the page of this key, made anew when the last one is too old. */
export type Keep = (key: string, make: () => Promise<Ready>) => Promise<Ready>

const KEPT_MS = 1000
const MOST_KEPT = 300

interface Kept {
  until_ms: number
  /** Absent while only one has asked: most pages are asked for by one customer alone, and need not be kept. */
  page?: Promise<Ready>
}

/**
 * Keeps pages that are the same for everyone for a second: when many follow one link together, the page is made twice,
 * for the first and for all the others. Whatever it shows, the hold that follows looks anew.
 */
export function keptPages(clock: Clock): Keep {
  const kept = new Map<string, Kept>()
  return (key, make) => {
    const now_ms = clock.now_ms()
    const known = kept.get(key)
    const fresh = known && known.until_ms > now_ms ? known : undefined
    if (fresh?.page) return fresh.page
    const page = make()
    if (fresh) fresh.page = page
    else remember(kept, key, { until_ms: now_ms + KEPT_MS })
    page.catch(() => kept.delete(key))
    return page
  }
}

function remember(kept: Map<string, Kept>, key: string, one: Kept): void {
  kept.delete(key)
  kept.set(key, one)
  if (kept.size > MOST_KEPT) kept.delete(kept.keys().next().value!)
}

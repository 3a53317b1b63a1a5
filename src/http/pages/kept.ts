import type { Clock } from '../../lib/clock.ts'
import type { Ready } from './view.ts'

/** Gives the page of this key, made anew when the last one is too old. */
export type Keep = (key: string, make: () => Promise<Ready>) => Promise<Ready>

const KEPT_MS = 1000
const MOST_KEPT = 300

/**
 * Keeps pages that are the same for everyone for a second: when many follow one link together, the page is made once.
 * Whatever it shows, the hold that follows looks anew.
 */
export function keptPages(clock: Clock): Keep {
  const kept = new Map<string, { until_ms: number; page: Promise<Ready> }>()
  return (key, make) => {
    const now_ms = clock.now_ms()
    const known = kept.get(key)
    if (known && known.until_ms > now_ms) return known.page
    const page = make()
    kept.delete(key)
    kept.set(key, { until_ms: now_ms + KEPT_MS, page })
    if (kept.size > MOST_KEPT) kept.delete(kept.keys().next().value!)
    page.catch(() => kept.delete(key))
    return page
  }
}

import type { Clock } from '../../lib/clock.ts'
import type { BusyWindow } from '../../outlook/outlook.ts'
import { type Interval, overlaps, subtract } from '../../scheduling/interval.ts'

/** What calendars were last seen to say, by the ids of their salespersons. */
export interface Looks {
  /** What this calendar says of the window; `undefined` where that was not seen of late. */
  known(salesperson_id: string, window: Interval): BusyWindow[] | undefined
  /** Call it before Outlook is asked, and the answer with what it says: what is forgotten meanwhile was asked too early. */
  asking(salesperson_id: string): (window: Interval, windows: BusyWindow[]) => void
  /** What is remembered of these is known to be wrong: they, or we, have just changed their calendar. */
  forget(salesperson_ids: string[]): void
}

interface Seen extends Interval {
  windows: BusyWindow[]
  seen_at_ms: number
}

const MOST_REMEMBERED = 5000
const WINDOWS_REMEMBERED = 64

/**
 * Remembers what was seen for `max_age_ms`. Pages turn to and fro between months, so of each salesperson the last windows
 * are kept.
 */
export function looks(clock: Clock, max_age_ms: number): Looks {
  const memory = new Map<string, Seen[]>()
  // Either way: what was seen by a clock that has been set back since is of an age that nobody knows.
  const isFresh = ({ seen_at_ms }: Seen) => Math.abs(clock.now_ms() - seen_at_ms) <= max_age_ms
  return {
    known: (id, window) => {
      const seen = (memory.get(id) ?? []).filter((one) => isFresh(one) && overlaps(one, window))
      const whole = seen.find((one) => holds(one, window))
      if (whole || seen.length < 2) return whole?.windows
      // Several together tell as much as one: whoever asks for ever other dates has Outlook asked no more often.
      return subtract([window], seen).length === 0 ? seen.flatMap(({ windows }) => windows) : undefined
    },
    asking: (id) => {
      const page = turnTo(memory, id, memory.get(id) ?? [])
      return ({ from_ms, until_ms }, windows) => {
        if (memory.get(id) !== page) return
        const seen = { from_ms, until_ms, windows, seen_at_ms: clock.now_ms() }
        const former = page.filter((one) => isFresh(one) && !holds(seen, one))
        page.splice(0, page.length, seen, ...former.slice(0, WINDOWS_REMEMBERED - 1))
        turnTo(memory, id, page)
      }
    },
    forget: (ids) => {
      for (const id of ids) memory.delete(id)
    },
  }
}

/** The page of a salesperson, the last to make room for others. */
function turnTo(memory: Map<string, Seen[]>, id: string, page: Seen[]): Seen[] {
  memory.delete(id)
  memory.set(id, page)
  if (memory.size > MOST_REMEMBERED) memory.delete(memory.keys().next().value!)
  return page
}

function holds(whole: Interval, part: Interval): boolean {
  return whole.from_ms <= part.from_ms && whole.until_ms >= part.until_ms
}

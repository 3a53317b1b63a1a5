import { createHash } from 'node:crypto'
import { DAY_MS } from '../scheduling/date.ts'
import type { BusyWindow, Mailbox, Window } from './outlook.ts'

const HALF_HOUR_MS = 1_800_000

/**
 * The meetings a pretend salesperson has anyway, in order of start, derived from mailbox and date alone: on each
 * UTC workday two pauses (one for either side of the Atlantic) and one or two meetings of 30 or 60 minutes.
 */
export function pretendMeetings(mailbox: Mailbox, { from_ms, until_ms }: Window): BusyWindow[] {
  const found: BusyWindow[] = []
  for (let day_ms = Math.floor(from_ms / DAY_MS) * DAY_MS; day_ms < until_ms; day_ms += DAY_MS) {
    found.push(...meetingsOf(mailbox, day_ms))
  }
  return found.filter((busy) => busy.from_ms < until_ms && busy.until_ms > from_ms)
}

function meetingsOf(mailbox: Mailbox, day_ms: number): BusyWindow[] {
  const weekday = new Date(day_ms).getUTCDay()
  if (weekday === 0 || weekday === 6) return []
  const date = new Date(day_ms).toISOString().slice(0, 10)
  const dice = createHash('sha256').update(`${mailbox.user.toLowerCase()} ${date}`).digest()
  const at = (half_hour: number, length: number) => ({
    from_ms: day_ms + half_hour * HALF_HOUR_MS,
    until_ms: day_ms + (half_hour + length) * HALF_HOUR_MS,
  })
  // 07:00 to 10:30 and 12:00 to 15:00 are a European working day, 16:00 to 23:00 a western one.
  const morning = at(14 + (dice[0]! % 7), 1 + (dice[1]! % 2))
  const evening = at(32 + (dice[2]! % 7), 1 + (dice[3]! % 2))
  const afternoon = dice[4]! % 2 === 0 ? [at(24 + (dice[5]! % 6), 1)] : []
  return [morning, at(22, 1), ...afternoon, evening, at(40, 1)].sort((a, b) => a.from_ms - b.from_ms)
}

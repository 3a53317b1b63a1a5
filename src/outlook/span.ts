import type { z } from 'zod'
import { startOfDate } from '../scheduling/local.ts'
import type { Zones } from '../scheduling/zone.ts'
import type { Mailbox, Window } from './outlook.ts'
import { msOf, type WireTime } from './wire.ts'

interface Lasting {
  isAllDay?: boolean | null
  start: z.infer<typeof WireTime>
  end: z.infer<typeof WireTime>
}

/**
 * The time that an event lasts. The dates of an all-day event float: Graph tells them as midnights of UTC, and they are
 * the days of the mailbox's own zone (UTC without it).
 */
export function spanOf(
  zones: Zones,
  { time_zone = 'UTC' }: Mailbox,
  { isAllDay, start, end }: Lasting,
): Window {
  if (!isAllDay) return { from_ms: msOf(start), until_ms: msOf(end) }
  const dayStart = (time: typeof start) => startOfDate(zones, time_zone, time.dateTime.slice(0, 10))
  return { from_ms: dayStart(start), until_ms: dayStart(end) }
}

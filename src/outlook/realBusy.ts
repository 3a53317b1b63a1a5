import { z } from 'zod'
import type { Graph } from '../graph/request.ts'
import { DAY_MS } from '../scheduling/date.ts'
import type { Zones } from '../scheduling/zone.ts'
import type { BusyWindow, Mailbox, Outlook, Window } from './outlook.ts'
import { everyItem, pathOf, pathWith } from './pages.ts'
import { spanOf } from './span.ts'
import { msOf, timeOf, WireShowAs, WireTime } from './wire.ts'

const WireBusy = z.object({
  id: z.string(),
  start: WireTime,
  end: WireTime,
  isAllDay: z.boolean().nullish(),
  isCancelled: z.boolean().nullish(),
  showAs: WireShowAs,
})

const WireSchedules = z.object({
  value: z.array(
    z.object({
      scheduleId: z.string().nullish(),
      error: z.object({ responseCode: z.string().nullish() }).nullish(),
      scheduleItems: z.array(z.object({ status: WireShowAs, start: WireTime, end: WireTime })).nullish(),
    }),
  ),
})

/** What getSchedule takes at most (Graph, calendar: getSchedule). */
const MOST_SCHEDULES = 20
const SCHEDULE_WINDOW_MS = 42 * DAY_MS
/** An all-day event's dates may lie this far from the UTC days they are told in. */
const FARTHEST_ZONE_MS = 14 * 3_600_000
const UTC = 'outlook.timezone="UTC"'

/** Busy time from Graph: one mailbox by calendarView, several by getSchedule. */
export function realBusy(graph: Graph, zones: Zones): Pick<Outlook, 'busy' | 'busyOfMany'> {
  const busy = (mailbox: Mailbox, window: Window) => fromCalendar(graph, zones, mailbox, window)
  return {
    busy,
    async busyOfMany(mailboxes, window) {
      const told = await fromSchedules(graph, mailboxes, window)
      const answers = mailboxes.map(async (mailbox) => {
        // Who has no schedule to tell is read one by one, and that reading's failure is the answer.
        const known = told.get(keyOf(mailbox))
        return [mailbox.user, known ?? (await busy(mailbox, window).catch(asError))] as const
      })
      return new Map(await Promise.all(answers))
    },
  }
}

async function fromCalendar(
  graph: Graph,
  zones: Zones,
  mailbox: Mailbox,
  window: Window,
): Promise<BusyWindow[]> {
  const path = pathWith(pathOf(mailbox.user, 'calendarView'), {
    startDateTime: new Date(window.from_ms - FARTHEST_ZONE_MS).toISOString(),
    endDateTime: new Date(window.until_ms + FARTHEST_ZONE_MS).toISOString(),
    $select: Object.keys(WireBusy.shape).join(','),
    $top: '500',
  })
  const call = { name: 'calendarView', ...addressOf(mailbox), path, prefer: [UTC] }
  const events = await everyItem(graph, call, WireBusy)
  const taken = events
    .filter((event) => !event.isCancelled && event.showAs !== 'free')
    .map((event) => ({ ...spanOf(zones, mailbox, event), event_id: event.id }))
  return within(taken, window)
}

async function fromSchedules(graph: Graph, mailboxes: Mailbox[], window: Window) {
  const told = new Map<string, BusyWindow[]>()
  // getSchedule knows addresses alone, and is no gain for one.
  const addressed = mailboxes.filter(({ user }) => user.includes('@'))
  if (addressed.length < 2 || window.until_ms - window.from_ms >= SCHEDULE_WINDOW_MS) return told
  const byTenant = Map.groupBy(addressed, ({ m365_tenant_id }) => m365_tenant_id)
  const groups = [...byTenant.values()].flatMap((group) => chunks(group, MOST_SCHEDULES))
  await Promise.all(
    groups.map(async (group) => {
      for (const [key, busy] of await schedulesOf(graph, group, window)) told.set(key, busy)
    }),
  )
  return told
}

async function schedulesOf(
  graph: Graph,
  group: Mailbox[],
  window: Window,
): Promise<[string, BusyWindow[]][]> {
  const [first] = group
  if (!first) return []
  const asked = graph.call({
    name: 'getSchedule',
    ...addressOf(first),
    method: 'POST',
    path: pathOf(first.user, 'calendar', 'getSchedule'),
    prefer: [UTC],
    body: {
      schedules: group.map(({ user }) => user),
      startTime: timeOf(window.from_ms),
      endTime: timeOf(window.until_ms),
      availabilityViewInterval: 30,
    },
    reply: WireSchedules,
  })
  // It is asked in the name of the first mailbox; if that one is closed, all are read one by one.
  const schedules = await asked.catch(() => ({ value: [] }))
  return schedules.value
    .filter(({ error, scheduleId }) => !error && scheduleId)
    .map(({ scheduleId, scheduleItems }) => {
      const taken = (scheduleItems ?? [])
        .filter(({ status }) => status !== 'free')
        .map(({ start, end }) => ({ from_ms: msOf(start), until_ms: msOf(end) }))
      const key = keyOf({ m365_tenant_id: first.m365_tenant_id, user: scheduleId ?? '' })
      return [key, within(taken, window)]
    })
}

function within(taken: BusyWindow[], { from_ms, until_ms }: Window): BusyWindow[] {
  return taken
    .filter((busy) => busy.from_ms < until_ms && busy.until_ms > from_ms)
    .sort((a, b) => a.from_ms - b.from_ms)
}

function addressOf({ m365_tenant_id, user }: Mailbox) {
  return { m365_tenant_id, user }
}

function keyOf({ m365_tenant_id, user }: Mailbox) {
  return `${m365_tenant_id}/${user.toLowerCase()}`
}

function chunks<Item>(items: Item[], most: number): Item[][] {
  const count = Math.ceil(items.length / most)
  return Array.from({ length: count }, (_, i) => items.slice(i * most, (i + 1) * most))
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error))
}

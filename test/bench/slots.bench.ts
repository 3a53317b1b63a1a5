/**
 * What computing slots costs: one salesperson, 31 days with a change of the clocks, a 15-minute step, 200 busy
 * windows; beside it a bare sweep over epoch numbers that knows no zones, hours or rules, in the same run.
 */
import { seededEntropy } from '../../src/lib/entropy.ts'
import { windowOf } from '../../src/scheduling/local.ts'
import { type Agenda, type SlotRules, slotsOf } from '../../src/scheduling/slots.ts'
import { bundledZones } from '../../src/scheduling/zone.ts'
import { show } from './bar.ts'

const MINUTE_MS = 60_000
const zones = bundledZones()
const time_zone = 'Europe/Berlin'
const window = windowOf(zones, time_zone, '2026-10-05', '2026-11-04')
const now_ms = window.from_ms - 86_400_000
const rules: SlotRules = {
  length_minutes: 30,
  slot_step_minutes: 15,
  buffer_before_minutes: 10,
  buffer_after_minutes: 10,
  minimum_notice_minutes: 120,
  horizon_days: 60,
  maximum_per_day: 8,
}

function agendaWith(busy_count: number, from_minute: number, until_minute: number): Agenda {
  const { uniform } = seededEntropy(42)
  const span = window.until_ms - window.from_ms
  const busy = Array.from({ length: busy_count }, () => {
    const from_ms = window.from_ms + Math.floor((uniform() * span) / MINUTE_MS) * MINUTE_MS
    return { from_ms, until_ms: from_ms + 15 * MINUTE_MS }
  }).sort((a, b) => a.from_ms - b.from_ms)
  const weekly = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, from_minute, until_minute }))
  const booked_starts_ms = Array.from({ length: 40 }, () => window.from_ms + Math.floor(uniform() * span))
  return { time_zone, weekly, overrides: [], claims: busy.slice(0, 20), busy, booked_starts_ms }
}

/** The least that any answer needs: step through the window and pass over what is busy. */
function bareSweep(busy: Agenda['busy']): number[] {
  const starts: number[] = []
  let finger = 0
  for (let start = window.from_ms; start < window.until_ms; start += 15 * MINUTE_MS) {
    while (finger < busy.length && busy[finger]!.until_ms <= start) finger++
    if (finger === busy.length || busy[finger]!.from_ms >= start + 30 * MINUTE_MS) starts.push(start)
  }
  return starts
}

/** The median of many runs after a warm-up, in milliseconds. */
function median_ms(work: () => unknown, runs = 400): number {
  const times: number[] = []
  for (let i = 0; i < runs * 2; i++) {
    const begun = performance.now()
    work()
    if (i >= runs) times.push(performance.now() - begun)
  }
  return times.sort((a, b) => a - b)[runs / 2]!
}

const ms = { unit: 'ms', digits: 4 }

const dayAndNight = agendaWith(200, 0, 1440)
const office = agendaWith(200, 540, 1020)
const bare = median_ms(() => bareSweep(dayAndNight.busy))
const whole = median_ms(() => slotsOf(zones, rules, dayAndNight, window, now_ms))
const usual = median_ms(() => slotsOf(zones, rules, office, window, now_ms))
const unsorted = {
  ...dayAndNight,
  busy: dayAndNight.busy.toSorted((a, b) => (a.from_ms % 7) - (b.from_ms % 7) || b.from_ms - a.from_ms),
}
const sorting = median_ms(() => slotsOf(zones, rules, unsorted, window, now_ms))

console.log('slots: 31 days, 15-minute step, 200 busy windows, Europe/Berlin with its change in October')
show('bare sweep over epoch numbers', bare, ms)
show('slotsOf, open day and night', whole, ms, { at_most: 0.15 })
show('slotsOf, open 9 to 17 every day', usual, ms)
show('slotsOf, busy windows unsorted', sorting, ms)
show('ratio to the bare sweep, day and night', whole / bare, { digits: 1 })
show('ratio to the bare sweep, 9 to 17', usual / bare, { digits: 1 })

/** One-minute windows spread evenly, so that none melt together and each one costs its share. */
function spread(count: number): Agenda['busy'] {
  const gap_ms = (window.until_ms - window.from_ms) / count
  return Array.from({ length: count }, (_, i) => {
    const from_ms = window.from_ms + Math.floor(i * gap_ms)
    return { from_ms, until_ms: from_ms + MINUTE_MS }
  })
}

console.log('linear in busy windows (sorted, none touching):')
for (const count of [200, 2_000, 20_000]) {
  const agenda = { ...dayAndNight, claims: [], busy: spread(count) }
  const took_ms = median_ms(() => slotsOf(zones, rules, agenda, window, now_ms))
  show(`${count} windows, for each`, (took_ms / count) * 1e6, { unit: 'ns' })
}

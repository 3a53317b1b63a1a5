import { formatLocal } from './format.ts'
import { openParts } from './hours.ts'
import { type Interval, overlaps, subtract } from './interval.ts'
import { localDateOf, localDayOf } from './local.ts'
import { type Agenda, fullDays, isOffered, permittedStarts, type SlotRules, spansOf } from './slots.ts'
import type { Zones } from './zone.ts'

/** What a slot must pass, in the order in which a refusal names it. */
export type SlotRule = 'notice' | 'horizon' | 'open_hours' | 'step' | 'claims' | 'busy' | 'daily_maximum'

/** One rule's answer. `detail` is for the admin: it tells what else the salesperson does. */
export interface Verdict {
  rule: SlotRule
  passed: boolean
  detail: string
}

/** Every rule's answer for a start, whether or not an earlier one failed; all pass exactly if `slotsOf` lists it. */
export function explainSlot(
  zones: Zones,
  rules: SlotRules,
  agenda: Agenda,
  start_ms: number,
  now_ms: number,
): Verdict[] {
  const spans = spansOf(rules)
  const slot = { from_ms: start_ms, until_ms: start_ms + spans.length_ms }
  const guarded = { from_ms: start_ms - spans.before_ms, until_ms: slot.until_ms + spans.after_ms }
  const say = (at_ms: number) => formatLocal(zones, agenda.time_zone, at_ms)
  return [
    ...timely(rules, start_ms, now_ms, say),
    open(zones, agenda, slot, say),
    onStep(zones, rules, agenda, start_ms, say),
    clear('claims', agenda.claims, guarded, say),
    clear('busy', agenda.busy, guarded, say),
    notFull(zones, rules, agenda, start_ms),
  ]
}

/** The first rule that refuses this start, or `undefined` when it is offered. The generator decides. */
export function refusal(
  zones: Zones,
  rules: SlotRules,
  agenda: Agenda,
  start_ms: number,
  now_ms: number,
): Verdict | undefined {
  if (isOffered(zones, rules, agenda, start_ms, now_ms)) return undefined
  const failed =
    untimely(zones, rules, agenda.time_zone, start_ms, now_ms) ??
    explainSlot(zones, rules, agenda, start_ms, now_ms).find((verdict) => !verdict.passed)
  if (!failed) throw new Error('The generator refuses a slot and no rule says why')
  return failed
}

/** The rule of notice or horizon that refuses this start; it may lie at the end of time. */
export function untimely(
  zones: Zones,
  rules: SlotRules,
  time_zone: string,
  start_ms: number,
  now_ms: number,
): Verdict | undefined {
  const { from_ms, until_ms } = permittedStarts(rules, now_ms)
  if (start_ms >= from_ms && start_ms < until_ms) return undefined
  const say = (at_ms: number) => formatLocal(zones, time_zone, at_ms)
  return timely(rules, start_ms, now_ms, say).find((verdict) => !verdict.passed)
}

type Say = (at_ms: number) => string

function timely(rules: SlotRules, start_ms: number, now_ms: number, say: Say): Verdict[] {
  const { from_ms, until_ms } = permittedStarts(rules, now_ms)
  return [
    { rule: 'notice', passed: start_ms >= from_ms, detail: `The earliest start is ${say(from_ms)}` },
    { rule: 'horizon', passed: start_ms < until_ms, detail: `The latest start is ${say(until_ms - 1)}` },
  ]
}

function open(zones: Zones, agenda: Agenda, slot: Interval, say: Say): Verdict {
  const [closed] = subtract([slot], openParts(zones, agenda, slot))
  const detail = closed ? `Closed from ${say(closed.from_ms)}` : 'Open for the whole slot'
  return { rule: 'open_hours', passed: !closed, detail }
}

function onStep(zones: Zones, rules: SlotRules, agenda: Agenda, start_ms: number, say: Say): Verdict {
  const [part] = openParts(zones, agenda, { from_ms: start_ms, until_ms: start_ms + 1 })
  if (!part) return { rule: 'step', passed: false, detail: 'There is no opening to count steps from' }
  const step = `${rules.slot_step_minutes} minutes`
  return {
    rule: 'step',
    passed: (start_ms - part.opening_ms) % spansOf(rules).step_ms === 0,
    detail: `Slots start every ${step} from ${say(part.opening_ms)}`,
  }
}

function clear(rule: 'claims' | 'busy', taken: readonly Interval[], guarded: Interval, say: Say): Verdict {
  const met = taken.find((interval) => overlaps(interval, guarded))
  const detail = met ? `Taken from ${say(met.from_ms)} until ${say(met.until_ms)}` : 'Nothing in the way'
  return { rule, passed: !met, detail }
}

function notFull(zones: Zones, rules: SlotRules, agenda: Agenda, start_ms: number): Verdict {
  const full = fullDays(zones, rules, agenda)(localDayOf(zones, agenda.time_zone, start_ms))
  const most =
    rules.maximum_per_day === null ? 'There is no maximum' : `The maximum is ${rules.maximum_per_day}`
  return {
    rule: 'daily_maximum',
    passed: !full,
    detail: `${most} on ${localDateOf(zones, agenda.time_zone, start_ms)}`,
  }
}

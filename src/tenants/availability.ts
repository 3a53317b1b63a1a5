import { and, eq } from 'drizzle-orm'
import type { Db } from '../db/database.ts'
import type { MinuteSpan } from '../db/tables/tenants.ts'
import type { Fault } from '../lib/problem.ts'
import { isDate } from '../scheduling/date.ts'
import { type Change, change } from './change.ts'
import { findSalesperson } from './find.ts'
import type { Office } from './office.ts'
import { refuse } from './refuse.ts'
import type { Override, Salesperson, WeeklyRule } from './tenantConfig.ts'

/** When a salesperson may be booked, by the clock of their zone. */
export interface Availability {
  rules: readonly WeeklyRule[]
  overrides: readonly Override[]
}

/** Replaces a salesperson's weekly rules and dated overrides. Throws `salesperson_not_found`, `invalid_request`. */
export function setAvailability(
  office: Office,
  about: Change,
  slug: string,
  wanted: Availability,
): Promise<Salesperson> {
  refuse(...weeklyFaults(wanted.rules), ...overrideFaults(wanted.overrides))
  return change(office, about, async (tx, config) => {
    const before = findSalesperson(config, slug)
    await replaceRules(tx, before.id, wanted.rules)
    await replaceOverrides(tx, before.id, wanted.overrides)
    const { rules, overrides } = before
    return {
      result: { ...before, ...wanted },
      entry: {
        action: 'availability.set',
        subject: `salesperson:${slug}`,
        detail: { from: { rules, overrides }, to: wanted },
      },
    }
  })
}

/** Sets the hours of one date; no interval means closed. Throws `salesperson_not_found`, `invalid_request`. */
export function setOverride(
  office: Office,
  about: Change,
  slug: string,
  wanted: Override,
): Promise<Salesperson> {
  refuse(dateFault('date', wanted.date), ...spanFaults('intervals', wanted.intervals))
  return changeOverride(office, about, slug, wanted.date, wanted)
}

/** Gives one date its weekly hours back; a date without override stays as it is. Throws `salesperson_not_found`. */
export function dropOverride(
  office: Office,
  about: Change,
  slug: string,
  date: string,
): Promise<Salesperson> {
  return changeOverride(office, about, slug, date, undefined)
}

function changeOverride(
  office: Office,
  about: Change,
  slug: string,
  date: string,
  wanted: Override | undefined,
): Promise<Salesperson> {
  return change(office, about, async (tx, config) => {
    const before = findSalesperson(config, slug)
    const { availability_overrides: table } = tx.t
    await tx.q.delete(table).where(and(eq(table.salesperson_id, before.id), eq(table.date, date)))
    if (wanted) await tx.q.insert(table).values(rowOf(before.id, wanted))
    const others = before.overrides.filter((override) => override.date !== date)
    const overrides = [...others, ...(wanted ? [wanted] : [])].sort((a, b) => (a.date < b.date ? -1 : 1))
    const action = wanted ? 'availability.override_set' : 'availability.override_dropped'
    return {
      result: { ...before, overrides },
      entry: { action, subject: `salesperson:${slug}`, detail: { date, to: wanted?.intervals ?? null } },
    }
  })
}

async function replaceRules({ q, t }: Db, salesperson_id: string, rules: readonly WeeklyRule[]) {
  await q.delete(t.availability_rules).where(eq(t.availability_rules.salesperson_id, salesperson_id))
  if (rules.length === 0) return
  await q.insert(t.availability_rules).values(rules.map((rule) => ({ ...rule, salesperson_id })))
}

async function replaceOverrides({ q, t }: Db, salesperson_id: string, overrides: readonly Override[]) {
  const { availability_overrides: table } = t
  await q.delete(table).where(eq(table.salesperson_id, salesperson_id))
  if (overrides.length === 0) return
  await q.insert(table).values(overrides.map((override) => rowOf(salesperson_id, override)))
}

function rowOf(salesperson_id: string, { date, intervals }: Override) {
  return { salesperson_id, date, intervals: [...intervals] }
}

function weeklyFaults(rules: readonly WeeklyRule[]): (Fault | undefined)[] {
  const ofDay = (weekday: number, i: number) => rules.findIndex((rule) => rule.weekday === weekday) === i
  const disordered = rules.map((rule, i) => orderFault(`rules.${i}`, rule))
  const days = rules.filter((rule, i) => ofDay(rule.weekday, i)).map(({ weekday }) => weekday)
  const overlapping = days.flatMap((weekday) => {
    const places = rules.flatMap((rule, i) =>
      rule.weekday === weekday ? [{ span: rule, path: `rules.${i}` }] : [],
    )
    return overlapFaults(places)
  })
  return [...disordered, ...overlapping]
}

function overrideFaults(overrides: readonly Override[]): (Fault | undefined)[] {
  const dates = overrides.map(({ date }) => date)
  return overrides.flatMap(({ date, intervals }, i) => [
    dateFault(`overrides.${i}.date`, date),
    dates.indexOf(date) < i ? { path: `overrides.${i}.date`, message: `is named twice: ${date}` } : undefined,
    ...spanFaults(`overrides.${i}.intervals`, intervals),
  ])
}

function dateFault(path: string, date: string): Fault | undefined {
  return isDate(date) ? undefined : { path, message: 'must be a date like 2026-12-24' }
}

function spanFaults(path: string, spans: readonly MinuteSpan[]): (Fault | undefined)[] {
  const places = spans.map((span, i) => ({ span, path: `${path}.${i}` }))
  return [...places.map(({ span, path: place }) => orderFault(place, span)), ...overlapFaults(places)]
}

function orderFault(path: string, { from_minute, until_minute }: MinuteSpan): Fault | undefined {
  if (from_minute < until_minute) return undefined
  return { path: `${path}.until`, message: 'must be later than `from`' }
}

/** Spans that only touch are fine. The later one of two that overlap is at fault. */
function overlapFaults(places: { span: MinuteSpan; path: string }[]): Fault[] {
  const sorted = [...places].sort((a, b) => a.span.from_minute - b.span.from_minute)
  return sorted.flatMap(({ span, path }, i) => {
    const before = sorted[i - 1]
    if (!before || before.span.until_minute <= span.from_minute) return []
    return [{ path, message: `overlaps ${before.path}` }]
  })
}

import { t } from 'elysia'
import type { MinuteSpan } from '../../db/tables/tenants.ts'
import type { Override, Salesperson, WeeklyRule } from '../../tenants/tenantConfig.ts'
import { whole } from '../fields.ts'

const Clock = t.String({
  pattern: '^(([01]\\d|2[0-3]):[0-5]\\d|24:00)$',
  'x-is': 'a time like 09:00, at most 24:00',
  examples: ['09:00'],
})

const Span = t.Object({ from: Clock, until: Clock })
type Span = typeof Span.static

const Rule = t.Object({
  weekday: whole(1, 7, '1 Monday to 7 Sunday (ISO 8601)'),
  from: Clock,
  until: Clock,
})

const intervals = t.Array(Span, { maxItems: 12, description: 'None means closed' })

const DatedSpans = t.Object({
  date: t.String({
    pattern: '^\\d{4}-\\d{2}-\\d{2}$',
    'x-is': 'a date like 2026-12-24',
    description: "In the salesperson's zone",
  }),
  intervals,
})

const rules = t.Array(Rule, {
  maxItems: 84,
  description: 'Hours of every week; those of one day may not overlap',
})

const SINGLE_DATES = 'Hours of single dates, instead of the weekly ones'

const example = {
  rules: [
    { weekday: 1, from: '09:00', until: '12:30' },
    { weekday: 1, from: '13:30', until: '17:00' },
  ],
  overrides: [{ date: '2026-12-24', intervals: [] }],
}

export const AvailabilityInput = t.Object(
  { rules, overrides: t.Optional(t.Array(DatedSpans, { maxItems: 500, description: SINGLE_DATES })) },
  { examples: [example] },
)

export const OverrideInput = t.Object(
  { intervals },
  { examples: [{ intervals: [{ from: '10:00', until: '14:00' }] }] },
)

export const AvailabilityReply = t.Object(
  {
    time_zone: t.String({ description: 'Of the salesperson; all times are by its clock' }),
    rules,
    // Set one by one, there may be more of them than one request brings.
    overrides: t.Array(DatedSpans, { description: SINGLE_DATES }),
  },
  { examples: [{ time_zone: 'Europe/Berlin', ...example }] },
)

/** A salesperson's availability, in times of the clock. */
export function availabilityReply({ time_zone, rules, overrides }: Salesperson) {
  return {
    time_zone,
    rules: rules.map((rule) => ({ weekday: rule.weekday, ...spanReply(rule) })),
    overrides: overrides.map(({ date, intervals }) => ({ date, intervals: intervals.map(spanReply) })),
  }
}

/** A weekly rule as it is stored, in minutes. */
export function ruleOf({ weekday, ...span }: Span & { weekday: number }): WeeklyRule {
  return { weekday, ...spanOf(span) }
}

/** An override as it is stored, in minutes. */
export function overrideOf({ date, intervals }: { date: string; intervals: Span[] }): Override {
  return { date, intervals: intervals.map(spanOf) }
}

function spanOf({ from, until }: Span): MinuteSpan {
  return { from_minute: minuteOf(from), until_minute: minuteOf(until) }
}

function minuteOf(clock: string): number {
  return Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3))
}

function spanReply({ from_minute, until_minute }: MinuteSpan): Span {
  return { from: clockOf(from_minute), until: clockOf(until_minute) }
}

function clockOf(minute: number): string {
  const two = (number: number) => String(number).padStart(2, '0')
  return `${two(Math.floor(minute / 60))}:${two(minute % 60)}`
}

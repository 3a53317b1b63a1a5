import type { Location } from '../../db/tables/tenants.ts'
import { oneLine } from '../../lib/line.ts'
import { formatDate, formatMoment, formatTime, formatZone } from '../../scheduling/format.ts'
import type { Interval } from '../../scheduling/interval.ts'
import { localDateOf, sameClocks } from '../../scheduling/local.ts'
import type { Locale } from '../../scheduling/locale.ts'
import type { Zones } from '../../scheduling/zone.ts'
import type { Fact } from './block.ts'
import { type Words, wordsOf } from './words/words.ts'

/** What every letter about a booking says of it. */
export interface BookingFacts {
  zones: Zones
  /** The customer's. */
  locale: Locale
  tenant_name: string
  meeting_type_name: string
  /** Public names; the first is the organiser. */
  salesperson_names: string[]
  /** The organiser's zone. */
  salesperson_time_zone: string
  customer_name: string
  customer_time_zone: string
  time: Interval
  location: Location
}

/** What, with whom, when in the customer's zone (and in the salesperson's where clocks differ), and where. */
export function factsOf(facts: BookingFacts): Fact[] {
  const words = wordsOf(facts.locale)
  return [
    { label: words.what, value: oneLine(facts.meeting_type_name) },
    { label: words.withWhom, value: withWhom(facts) },
    ...timesOf(facts, words),
    { label: words.where, value: placeOf(facts.location, words) },
  ]
}

/** An instant in the customer's zone: the date only where it is another day than `now_ms`. */
export function deadlineOf(facts: BookingFacts, at_ms: number, now_ms: number): string {
  const { zones, customer_time_zone: zone, locale } = facts
  const clock = `${formatTime(zones, zone, at_ms, locale)}, ${formatZone(zones, zone, at_ms, locale)}`
  if (localDateOf(zones, zone, at_ms) === localDateOf(zones, zone, now_ms)) return clock
  return `${formatDate(zones, zone, at_ms, locale)}, ${clock}`
}

/** The subject of a letter, with the names cut short enough to leave both visible. */
export function subjectOf(facts: BookingFacts, write: (what: string, tenant: string) => string): string {
  return write(oneLine(facts.meeting_type_name, 80), oneLine(facts.tenant_name, 80))
}

function withWhom({ salesperson_names, tenant_name }: BookingFacts): string {
  return [...salesperson_names, tenant_name].map((name) => oneLine(name)).join(', ')
}

function timesOf(facts: BookingFacts, words: Words): Fact[] {
  const { zones, customer_time_zone, salesperson_time_zone, time, locale } = facts
  const at = (zone: string) => formatMoment(zones, zone, time, locale)
  const own = { label: words.when, value: at(customer_time_zone) }
  if (sameClocks(zones, customer_time_zone, salesperson_time_zone, time)) return [own]
  const [first, ...others] = facts.salesperson_names
  const whose = first !== undefined && others.length === 0 ? first : facts.tenant_name
  return [own, { label: words.whenFor(oneLine(whose)), value: at(salesperson_time_zone) }]
}

function placeOf({ kind, detail }: Location, words: Words): string {
  return detail ? `${words.places[kind]}, ${oneLine(detail)}` : words.places[kind]
}

import { DAY_MS, dateOf, MINUTE_MS } from '../../scheduling/date.ts'
import type { Interval } from '../../scheduling/interval.ts'
import { localDayOf, startOfDate } from '../../scheduling/local.ts'
import { permittedStarts } from '../../scheduling/slots.ts'
import type { Salesperson } from '../../tenants/tenantConfig.ts'
import type { Context } from '../context.ts'
import type { Offer } from './offer.ts'
import type { Offered, Slots } from './slots.ts'

export interface MonthWish {
  offer: Offer
  /** `YYYY-MM` as the customer's zone counts it; left out: the first month with anything free. */
  month?: string
  time_zone: string
}

/** A month of slots. Months are `YYYY-MM` and days `YYYY-MM-DD` in the customer's zone. */
export interface MonthOfSlots {
  month: string
  /** Between these something can be offered at all. */
  first_month: string
  last_month: string
  /** Ascending. */
  offered: Interval[]
  /** Where the month is empty: the first free day after it, else the first of all. */
  next_free?: string
  /** Those whose calendar cannot be read. */
  unreadable: Salesperson[]
}

/** A listing, and its times as each zone that was asked for counts them. */
interface Listing {
  offered: Offered
  by_zone: Map<string, Interval[]>
}

/** How long a listing is given again. A hold looks anew whatever a page has shown. */
const KEPT_MS = 1000
const MOST_KEPT = 500
const ZONES_KEPT = 32

/** Lists months for pages. Many customers look at one month together, so a listing is kept for a second. */
export function calendars(ctx: Context, slots: Slots): (wish: MonthWish) => Promise<MonthOfSlots> {
  const kept = new Map<string, { until_ms: number; listing: Promise<Listing> }>()

  /** Everything that any zone could count to this month. */
  function listed(offer: Offer, month: string): Promise<Listing> {
    const key = keyOf(offer, month)
    const now_ms = ctx.clock.now_ms()
    const known = key === undefined ? undefined : kept.get(key)
    if (known && Math.abs(known.until_ms - now_ms) <= KEPT_MS && known.until_ms > now_ms) return known.listing
    const from_ms = Date.parse(`${month}-01`) - DAY_MS
    const until_ms = Date.parse(`${next(month)}-01`) + DAY_MS
    const listing = slots
      .offered(offer, { from_ms, until_ms })
      .then(async (offered) => ({ offered, by_zone: await stillCounted(known?.listing, offered) }))
    if (key !== undefined) keep(kept, key, { until_ms: now_ms + KEPT_MS, listing })
    return listing
  }

  /** What the zone counts to this month; as long as a listing is kept, the very same list for all who ask. */
  async function offeredIn({ offer, time_zone }: MonthWish, month: string): Promise<Interval[]> {
    const { offered, by_zone } = await listed(offer, month)
    const known = by_zone.get(time_zone)
    if (known) return known
    const from_ms = startOfDate(ctx.zones, time_zone, `${month}-01`)
    const until_ms = startOfDate(ctx.zones, time_zone, `${next(month)}-01`)
    const length_ms = offer.type.length_minutes * MINUTE_MS
    const made = [...offered.starts.keys()]
      .filter((start_ms) => start_ms >= from_ms && start_ms < until_ms)
      .map((start_ms) => ({ from_ms: start_ms, until_ms: start_ms + length_ms }))
    if (by_zone.size >= ZONES_KEPT) by_zone.clear()
    by_zone.set(time_zone, made)
    return made
  }

  async function firstOf(
    wish: MonthWish,
    months: string[],
  ): Promise<{ month: string; start_ms: number } | undefined> {
    for (const month of months) {
      const [first] = await offeredIn(wish, month)
      if (first !== undefined) return { month, start_ms: first.from_ms }
    }
    return undefined
  }

  return async (wish) => {
    const dayIn = (at_ms: number) => dateOf(localDayOf(ctx.zones, wish.time_zone, at_ms))
    const { type } = wish.offer
    const bounds = permittedStarts(type, ctx.clock.now_ms())
    const months = monthsBetween(dayIn(bounds.from_ms), dayIn(bounds.until_ms - 1))
    const asked = wish.month && clamped(wish.month, months)
    const month = asked ?? (await firstOf(wish, months))?.month ?? months[0]!
    const offered = await offeredIn(wish, month)
    const later = months.filter((one) => one > month)
    const free = offered.length > 0 ? undefined : await firstOf(wish, [...later, ...months])
    return {
      month,
      first_month: months[0]!,
      last_month: months.at(-1)!,
      offered,
      ...(free && { next_free: dayIn(free.start_ms) }),
      unreadable: (await listed(wish.offer, month)).offered.degraded,
    }
  }
}

/** The times by zone of the listing before, where nothing has changed since: pages keep what they wrote from those lists. */
async function stillCounted(former: Promise<Listing> | undefined, { starts }: Offered) {
  const was = await former?.catch(() => undefined)
  const changed =
    was?.offered.starts.size !== starts.size || [...starts.keys()].some((at) => !was.offered.starts.has(at))
  return was && !changed ? was.by_zone : new Map<string, Interval[]>()
}

/** What two listings must share to be one; a booking that is moved has a calendar of its own. */
function keyOf({ config, type, salespersons, own }: Offer, month: string): string | undefined {
  if (own) return undefined
  const { id, config_revision } = config.tenant
  return [id, config_revision, type.id, ...salespersons.map((one) => one.id), month].join(' ')
}

/** Nothing is offered outside, and nobody shall make us look there. */
function clamped(month: string, months: string[]): string {
  if (month < months[0]!) return months[0]!
  return month > months.at(-1)! ? months.at(-1)! : month
}

function keep<T>(kept: Map<string, T>, key: string, value: T): void {
  kept.delete(key)
  kept.set(key, value)
  if (kept.size > MOST_KEPT) kept.delete(kept.keys().next().value!)
}

function monthsBetween(first: string, last: string): string[] {
  const months: string[] = []
  for (let month = first.slice(0, 7); month <= last.slice(0, 7); month = next(month)) months.push(month)
  return months
}

function next(month: string): string {
  const [year = 0, number = 1] = month.split('-').map(Number)
  return new Date(Date.UTC(year, number, 1)).toISOString().slice(0, 7)
}

import { Problem } from '../../lib/problem.ts'
import { addDays, DAY_MS, daysBetween, isDate } from '../../scheduling/date.ts'
import { formatLocal } from '../../scheduling/format.ts'
import { type Interval, within } from '../../scheduling/interval.ts'
import { startOfDate } from '../../scheduling/local.ts'
import { nearest, permittedStarts, slotsOf } from '../../scheduling/slots.ts'
import { findOpenTenant } from '../../tenants/find.ts'
import type { MeetingType, Salesperson } from '../../tenants/tenantConfig.ts'
import type { Context } from '../context.ts'
import { agendaOf, claimsOf, spansOf } from './agenda.ts'
import { look } from './busy.ts'
import { type Offer, openOffer } from './offer.ts'

export interface SlotsWish {
  tenant: string
  meeting_type: string
  /** `YYYY-MM-DD` in `time_zone`, both inclusive; at most 62 days. */
  from: string
  to: string
  time_zone: string
  salesperson?: string
}

export interface Slot {
  start_at_utc: string
  end_at_utc: string
  /** ISO 8601 with the offset of the customer's zone. */
  start_local: string
  salespersons: string[]
}

export interface SlotsReply {
  time_zone: string
  tzdata_version: string
  as_of_utc: string
  degraded_salespersons: string[]
  slots: Slot[]
}

export interface Slots {
  /** The slots of a range of dates. Throws `tenant_not_found`, `unknown_time_zone`, `invalid_range` and the like. */
  list(wish: SlotsWish): Promise<SlotsReply>
  /** Which salespersons offer which starts in the window; to a booking that is moved, every start but its own. */
  offered(offer: Offer, window: Interval): Promise<Offered>
  /**
   * The three slots nearest to a start that could not be had, as instants (ISO). `doubted`: the calendar turned out to
   * be other than it is remembered, so it is read anew.
   */
  alternatives(offer: Offer, start_ms: number, doubted?: boolean): Promise<string[]>
}

export interface Offered {
  /** Start in epoch milliseconds, ascending, to the salespersons who offer it. */
  starts: Map<number, Salesperson[]>
  degraded: Salesperson[]
}

const MOST_DAYS = 62

/** The listing of slots: the same generator that the hold and the confirmation use. */
export function slots(ctx: Context): Slots {
  async function offered({ config, type, salespersons, own }: Offer, asked: Interval): Promise<Offered> {
    const window = within(asked, permittedStarts(type, ctx.clock.now_ms()))
    // Nothing is offered outside, and nobody shall make us look there.
    if (window.from_ms >= window.until_ms) return { starts: new Map(), degraded: [] }
    const wide = wholeDays(window)
    const [claims, times] = await Promise.all([
      claimsOf(ctx.db, spansOf(salespersons, wide)),
      look(ctx, config, salespersons, wide),
    ])
    const now_ms = ctx.clock.now_ms()
    const readable = salespersons.filter((one) => times.busy.has(one.id))
    const lists = readable.map((one) => {
      const agenda = agendaOf(one, claims.get(one.id), times.busy.get(one.id), now_ms, own)
      return [one, slotsOf(ctx.zones, type, agenda, window, now_ms)] as const
    })
    const complete = type.staffing === 'one' || readable.length === salespersons.length
    const starts = complete ? unite(type, salespersons.length, lists) : new Map()
    // Where the booking stands is no time that it could be moved to.
    if (own) starts.delete(own.start_ms)
    return { starts, degraded: times.unreadable }
  }

  return {
    offered,
    async list(wish) {
      const offer = await askedFor(ctx, wish)
      const window = windowOf(ctx, wish)
      const { starts, degraded } = await offered(offer, window)
      return {
        time_zone: wish.time_zone,
        tzdata_version: ctx.zones.version,
        as_of_utc: new Date(ctx.clock.now_ms()).toISOString(),
        degraded_salespersons: degraded.map((one) => one.slug),
        slots: [...starts].map(([start_ms, by]) => slotAt(ctx, wish.time_zone, offer.type, start_ms, by)),
      }
    },
    async alternatives(offer, start_ms, doubted = false) {
      if (doubted) ctx.looks.forget(offer.salespersons.map(({ id }) => id))
      for (const reach_ms of REACHES_MS) {
        const { starts } = await offered(offer, reachable(ctx, offer.type, start_ms, reach_ms))
        const found = nearest([...starts.keys()], start_ms, ALTERNATIVES)
        if (found.length === ALTERNATIVES || reach_ms === REACHES_MS.at(-1))
          return found.map((at_ms) => new Date(at_ms).toISOString())
      }
      return []
    },
  }
}

/**
 * Two days more on each side: the daily maximum counts whole days of the salesperson's own zone, of up to 25 hours. Whole
 * days of UTC, so that what one zone asks for is remembered for the next.
 */
function wholeDays({ from_ms, until_ms }: Interval): Interval {
  return {
    from_ms: (Math.floor(from_ms / DAY_MS) - 2) * DAY_MS,
    until_ms: (Math.ceil(until_ms / DAY_MS) + 2) * DAY_MS,
  }
}

const ALTERNATIVES = 3
/** How far from the start alternatives are looked for: first near it, then as far as one can list at once. */
const REACHES_MS = [7 * DAY_MS, 31 * DAY_MS]

/** The time around a start, or around the nearest that notice and horizon allow. */
function reachable(ctx: Context, type: MeetingType, start_ms: number, reach_ms: number): Interval {
  const { from_ms, until_ms } = permittedStarts(type, ctx.clock.now_ms())
  const near_ms = Math.min(Math.max(start_ms, from_ms), until_ms)
  return { from_ms: near_ms - reach_ms, until_ms: near_ms + reach_ms }
}

async function askedFor(ctx: Context, wish: SlotsWish): Promise<Offer> {
  const config = await findOpenTenant(ctx.catalogue, ctx.db, wish.tenant)
  return openOffer(config, wish.meeting_type, wish.salesperson)
}

/** The dates as instants of the customer's zone. */
function windowOf(ctx: Context, { from, to, time_zone }: SlotsWish): Interval {
  if (!ctx.zones.has(time_zone))
    throw new Problem('unknown_time_zone', `"${time_zone.slice(0, 60)}" is no IANA time zone`, {
      errors: [{ path: 'time_zone', message: 'Give an IANA time zone, such as Europe/Berlin' }],
    })
  checkDates({ from, to })
  const days = daysBetween(from, to) + 1
  if (days < 1) throw notThatRange('`from` must not be after `to`')
  if (days > MOST_DAYS) throw notThatRange(`At most ${MOST_DAYS} days at once; this asks for ${days}`)
  return {
    from_ms: startOfDate(ctx.zones, time_zone, from),
    until_ms: startOfDate(ctx.zones, time_zone, addDays(to, 1)),
  }
}

/** Every field must be a day that exists; the schema knows the form alone. */
function checkDates(dates: Record<string, string>): void {
  const message = 'Give a date, such as 2026-12-01'
  const errors = Object.keys(dates).flatMap((path) => (isDate(dates[path]!) ? [] : [{ path, message }]))
  if (errors.length > 0) throw new Problem('invalid_request', 'The request is not valid', { errors })
}

function notThatRange(message: string): Problem {
  return new Problem('invalid_range', message, { errors: [{ path: 'to', message }] })
}

function slotAt(
  ctx: Context,
  time_zone: string,
  type: MeetingType,
  start_ms: number,
  by: Salesperson[],
): Slot {
  return {
    start_at_utc: new Date(start_ms).toISOString(),
    end_at_utc: new Date(start_ms + type.length_minutes * 60_000).toISOString(),
    start_local: formatLocal(ctx.zones, time_zone, start_ms),
    salespersons: by.map((one) => one.slug),
  }
}

/** Each start with whoever offers it; when all must be there, only the starts that all offer. */
function unite(
  { staffing }: MeetingType,
  needed: number,
  lists: (readonly [Salesperson, number[]])[],
): Map<number, Salesperson[]> {
  const by = new Map<number, Salesperson[]>()
  for (const [salesperson, starts] of lists) {
    for (const start_ms of starts) {
      const those = by.get(start_ms)
      if (those) those.push(salesperson)
      else by.set(start_ms, [salesperson])
    }
  }
  const wanted = staffing === 'all' ? [...by].filter(([, those]) => those.length === needed) : [...by]
  return new Map(wanted.sort(([a], [b]) => a - b))
}

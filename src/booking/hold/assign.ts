import type { Ahead, Workload } from '../../db/standing.ts'
import { DAY_MS } from '../../scheduling/date.ts'
import type { Salesperson } from '../../tenants/tenantConfig.ts'

/** How busy a salesperson is with bookings. */
export interface Load {
  /** Held and confirmed bookings of the next 14 days. */
  load: number
  last_booked_at_ms: number | null
}

export type Loads = Map<string, Load>

const AHEAD_MS = 14 * DAY_MS

/** What is counted: claims stand for bookings, they live as long. */
export function ahead(salesperson_ids: string[], now_ms: number): Ahead {
  return { salesperson_ids, from_ms: now_ms, until_ms: now_ms + AHEAD_MS }
}

/** The loads that were counted. */
export function loadsOf(workloads: Workload[]): Loads {
  return new Map(workloads.map((it) => [it.salesperson_id, { load: it.load, last_booked_at_ms: it.last_ms }]))
}

/** One booking more, made now, which claims time from `from_ms`. */
export function addTo(loads: Loads, salesperson_id: string, from_ms: number, now_ms: number): void {
  const { load } = loads.get(salesperson_id) ?? { load: 0 }
  const ahead = from_ms > now_ms && from_ms < now_ms + AHEAD_MS
  loads.set(salesperson_id, { load: ahead ? load + 1 : load, last_booked_at_ms: now_ms })
}

/** The order in which salespersons are taken: fewest bookings ahead, then least recently booked, then by slug. */
export function byTurn(loads: Loads): (a: Salesperson, b: Salesperson) => number {
  return (a, b) => {
    const [one, other] = [loadOf(loads, a), loadOf(loads, b)]
    return (
      one.load - other.load ||
      (one.last_booked_at_ms ?? 0) - (other.last_booked_at_ms ?? 0) ||
      (a.slug < b.slug ? -1 : 1)
    )
  }
}

/** The load of a salesperson, none when nothing is known. */
export function loadOf(loads: Loads, salesperson: Salesperson): Load {
  return loads.get(salesperson.id) ?? { load: 0, last_booked_at_ms: null }
}

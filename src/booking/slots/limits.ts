import type { Limit } from '../../db/database.ts'
import { localDateOf, windowOf } from '../../scheduling/local.ts'
import type { MeetingType, Salesperson } from '../../tenants/tenantConfig.ts'
import type { Context } from '../context.ts'

/** How many bookings may begin on the day of this start, as each salesperson counts days; none without a maximum. */
export function limitsOf(
  { zones }: Pick<Context, 'zones'>,
  { maximum_per_day: most }: Pick<MeetingType, 'maximum_per_day'>,
  salespersons: readonly Salesperson[],
  start_ms: number,
): Limit[] {
  if (most === null) return []
  return salespersons.map(({ id, time_zone }) => {
    const date = localDateOf(zones, time_zone, start_ms)
    return { salesperson_id: id, ...windowOf(zones, time_zone, date, date), most }
  })
}

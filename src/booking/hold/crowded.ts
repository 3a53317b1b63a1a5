import { localDayOf } from '../../scheduling/local.ts'
import { fullDays } from '../../scheduling/slots.ts'
import type { Context } from '../context.ts'
import { agendaOf } from '../slots/agenda.ts'
import type { Board, Placed } from './decide.ts'

/**
 * A maximum is counted, and nothing in the database guards a count. So many others may take the same day of the same
 * salesperson between a look and what is written down after it; a day with fewer places left is filled one by one.
 */
const PLACES_LEFT = 4

/** Whether what was placed leaves so few places on a day that others may have taken them meanwhile. */
export function isCrowded(ctx: Context, board: Board, placed: Placed[]): boolean {
  return placed.some((one) => crowdsOne(ctx, board, one))
}

function crowdsOne({ zones, clock }: Context, board: Board, { prepared, booking }: Placed): boolean {
  const { type, salespersons } = prepared.offer
  if (type.maximum_per_day === null) return false
  const rules = { ...type, maximum_per_day: type.maximum_per_day - PLACES_LEFT + 1 }
  const theirs = [booking.salesperson_id, ...booking.other_salesperson_ids]
  return salespersons
    .filter(({ id }) => theirs.includes(id))
    .some((one) => {
      const agenda = agendaOf(one, board.claims.get(one.id), [], clock.now_ms())
      return fullDays(zones, rules, agenda)(localDayOf(zones, one.time_zone, booking.start_at_utc.getTime()))
    })
}

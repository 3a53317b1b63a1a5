import { eq, inArray } from 'drizzle-orm'
import type { Db } from '../../db/database.ts'
import { forMany } from '../../db/forMany.ts'
import { gather } from '../../lib/gather.ts'
import { meetingTypeById, salespersonById } from '../../tenants/find.ts'
import type { TenantConfig } from '../../tenants/tenantConfig.ts'
import type { Booking } from '../advance.ts'
import type { Context } from '../context.ts'
import { mailboxOf } from '../slots/busy.ts'
import type { Run, Saga, StepResult } from './saga.ts'

/** A saga with all that its steps look at, or `undefined` when there is none. Inside a transaction `db` is `tx`. */
export async function loadRun(ctx: Context, db: Db, saga_id: string): Promise<Run | undefined> {
  const [run] = await loadRuns(ctx, db, [saga_id])
  if (run instanceof Error) throw run
  return run
}

/** Loads runs as `loadRun` does; those that are wanted at one time by two queries. */
export function loading(ctx: Context): (saga_id: string) => Promise<Run | undefined> {
  return gather<string, Run | undefined>((ids) => loadRuns(ctx, ctx.db, ids), ctx.gathering)
}

async function loadRuns(ctx: Context, db: Db, ids: string[]): Promise<(Run | undefined | Error)[]> {
  const rows = await rowsOf(db, ids)
  const tenants = new Set(rows.map(({ booking }) => booking.tenant_id))
  const configs = await ctx.catalogue.byId(db, [...tenants])
  const byId = new Map(rows.map((row) => [row.saga.id, row]))
  return ids.map((id) => {
    const row = byId.get(id)
    const config = row && configs.get(row.booking.tenant_id)
    return config && runOf(ctx, config, row)
  })
}

const rowsOf = forMany<Row>(({ q, t: { sagas, bookings } }, ids) =>
  q
    .select({ saga: sagas, booking: bookings })
    .from(sagas)
    .innerJoin(bookings, eq(bookings.id, sagas.booking_id))
    .where(inArray(sagas.id, ids))
    .prepare('runs_by_saga'),
)

/** An error where the booking's salesperson or meeting type is gone. */
function runOf(ctx: Context, config: TenantConfig, { saga, booking }: Row): Run | Error {
  try {
    const ids = [booking.salesperson_id, ...booking.other_salesperson_ids]
    const salespersons = ids.map((id) => salespersonById(config, id))
    return {
      ctx,
      saga,
      booking,
      config,
      type: meetingTypeById(config, booking.meeting_type_id),
      salespersons,
      mailbox: mailboxOf(config, salespersons[0]!),
      results: resultsOf(saga),
      unsure_since_ms: undefined,
      unsure_where: [],
      unkept: [],
    }
  } catch (error) {
    return error as Error
  }
}

interface Row {
  saga: Saga
  booking: Booking
}

function resultsOf({ steps }: Saga): Run['results'] {
  const made = steps.flatMap(({ step, result }): [string, StepResult][] => (result ? [[step, result]] : []))
  return Object.fromEntries(made)
}

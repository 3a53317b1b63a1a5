import { eq } from 'drizzle-orm'
import type { Db } from '../../db/database.ts'
import { findTenantById, meetingTypeById, salespersonById } from '../../tenants/find.ts'
import type { Context } from '../context.ts'
import { mailboxOf } from '../slots/busy.ts'
import type { Run, StepResult } from './saga.ts'

/** A saga with all that its steps look at, or `undefined` when there is none. Inside a transaction `db` is `tx`. */
export async function loadRun(ctx: Context, db: Db, saga_id: string): Promise<Run | undefined> {
  const { sagas, bookings } = db.t
  const [row] = await db.q
    .select({ saga: sagas, booking: bookings })
    .from(sagas)
    .innerJoin(bookings, eq(bookings.id, sagas.booking_id))
    .where(eq(sagas.id, saga_id))
  if (!row) return undefined
  const { saga, booking } = row
  const config = await findTenantById(ctx.catalogue, db, booking.tenant_id)
  const ids = [booking.salesperson_id, ...booking.other_salesperson_ids]
  const salespersons = ids.map((id) => salespersonById(config, id))
  const results = saga.steps.flatMap(({ step, result }): [string, StepResult][] =>
    result ? [[step, result]] : [],
  )
  return {
    ctx,
    saga,
    booking,
    config,
    type: meetingTypeById(config, booking.meeting_type_id),
    salespersons,
    mailbox: mailboxOf(config, salespersons[0]!),
    results: Object.fromEntries(results),
    unsure_since_ms: undefined,
    unkept: [],
  }
}

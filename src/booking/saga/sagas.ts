import { and, asc, desc, eq, inArray, lt } from 'drizzle-orm'
import type { Tables } from '../../db/schema.ts'
import type { SagaStatus } from '../../db/tables/sagas.ts'
import { type Page, type PageOf, paged } from '../../tenants/page.ts'
import type { TenantConfig } from '../../tenants/tenantConfig.ts'
import type { Context } from '../context.ts'
import { findBooking } from '../find.ts'
import type { Saga } from './saga.ts'

type Compensation = Tables['saga_compensations']['$inferSelect']

/** A saga with what was done to take it back, in that order. */
export interface SagaStory extends Saga {
  compensations: Compensation[]
}

/** The sagas of a booking, the newest first. Throws `booking_not_found`. */
export async function sagasOf(ctx: Context, config: TenantConfig, booking_id: string): Promise<SagaStory[]> {
  await findBooking(ctx.db, booking_id, config.tenant.id)
  const { sagas } = ctx.db.t
  const rows = await ctx.db.q
    .select()
    .from(sagas)
    .where(eq(sagas.booking_id, booking_id))
    .orderBy(desc(sagas.id))
  return withCompensations(ctx, rows)
}

/** A tenant's sagas, the newest first; of one status, where that is asked for. */
export async function listSagas(
  ctx: Context,
  config: TenantConfig,
  { status, ...page }: Page & { status?: SagaStatus },
): Promise<PageOf<SagaStory>> {
  const { sagas } = ctx.db.t
  const ours = eq(sagas.tenant_id, config.tenant.id)
  const older = page.cursor === undefined ? undefined : lt(sagas.id, page.cursor)
  const found = await paged(page, (limit) =>
    ctx.db.q
      .select()
      .from(sagas)
      .where(and(ours, older, status && eq(sagas.status, status)))
      .orderBy(desc(sagas.id))
      .limit(limit),
  )
  return { ...found, items: await withCompensations(ctx, found.items) }
}

async function withCompensations({ db }: Context, sagas: Saga[]): Promise<SagaStory[]> {
  const { saga_compensations: rows } = db.t
  const ids = sagas.map((saga) => saga.id)
  const found = await db.q.select().from(rows).where(inArray(rows.saga_id, ids)).orderBy(asc(rows.position))
  const bySaga = Map.groupBy(found, (row) => row.saga_id)
  return sagas.map((saga) => ({ ...saga, compensations: bySaga.get(saga.id) ?? [] }))
}

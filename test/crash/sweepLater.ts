import { sweepOutlook } from '../../src/booking/sweep/outlook.ts'
import { sweepZoom } from '../../src/booking/sweep/zoom.ts'
import type { Database } from '../../src/db/database.ts'
import { sealer } from '../../src/lib/seal.ts'
import { graphOutlook } from '../../src/outlook/real.ts'
import { findTenant } from '../../src/tenants/find.ts'
import { zoomAccounts } from '../../src/tenants/zoomAccounts.ts'
import { realZoom } from '../../src/zoom/real.ts'
import { SIM_ACCOUNT } from '../simulators/zoom.ts'
import { clientOf } from '../support/graphClient.ts'
import { bareWorld } from '../support/world.ts'
import type { Case } from './cases.ts'
import { SEAL_KEY, tenantOf } from './scene.ts'
import type { Providers } from './verdict.ts'

const TEN_MINUTES_MS = 600_000

/** Sweeps every salesperson as if ten minutes had passed; answers what it removed or asked a person about. */
export async function sweepLater(db: Database, { graph, zoom }: Providers, cases: Case[]): Promise<string[]> {
  const clock = { now_ms: () => Date.now() + TEN_MINUTES_MS }
  const { ctx } = bareWorld(db)
  ctx.clock = clock
  ctx.outlook = graphOutlook({ graph: clientOf(graph), zones: ctx.zones, clock })
  ctx.zoom = realZoom({ ...zoom, fetch, clock, deadline_ms: 5000 })
  ctx.zoomAccounts = zoomAccounts({
    db,
    seal: sealer({ key: SEAL_KEY }),
    fallback: { account: () => SIM_ACCOUNT },
  })
  const before = await traces(db)
  for (const slug of new Set(cases.map((one) => tenantOf(one).slug))) {
    const config = await findTenant(ctx.catalogue, db, slug)
    const people = [...config.salespersons.values()]
    await Promise.all(people.flatMap((one) => [sweepZoom(ctx, config, one), sweepOutlook(ctx, config, one)]))
  }
  return (await traces(db)).filter((trace) => !before.includes(trace))
}

async function traces({ q, t }: Database): Promise<string[]> {
  const events = await q.select().from(t.tracking_events)
  const followUps = await q.select().from(t.follow_ups)
  const sagas = await q.select().from(t.sagas)
  return [...events, ...followUps, ...sagas].map(({ id, kind }) => `${kind} ${id}`)
}

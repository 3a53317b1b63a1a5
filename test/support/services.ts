import type { Database } from '../../src/db/database.ts'
import { buildHttp } from '../../src/http/server.ts'
import type { Services } from '../../src/http/services.ts'
import { jobDesk } from '../../src/jobs/desk.ts'
import { stoppedClock } from '../../src/lib/clock.ts'
import { seededEntropy } from '../../src/lib/entropy.ts'
import { silentLog } from '../../src/lib/log.ts'
import { silentMetrics } from '../../src/lib/metrics.ts'
import { sealer } from '../../src/lib/seal.ts'
import { noTracer } from '../../src/lib/trace.ts'
import { bundledZones } from '../../src/scheduling/zone.ts'
import { catalogue } from '../../src/tenants/catalogue.ts'
import { bareWorld } from './world.ts'

export const ADMIN_KEY = 'the admin key of the tests, long enough'

/** Services over this database with a clock that stands; `over` replaces some. */
export function testServices(db: Database, over: Partial<Services> = {}): Services {
  const entropy = seededEntropy(7)
  const zones = bundledZones()
  const seal = sealer({ key: 'what seals the secrets of the tests' })
  const { desk, sync } = bareWorld(db)
  return {
    log: silentLog,
    requestId: () => entropy.id(),
    edge: { base_url: 'http://localhost:3000', trusted_proxies: [], rate_limit: false },
    version: { holdfast: '0.0.0', tzdata: zones.version },
    keys: { admin: ADMIN_KEY },
    office: { db, zones, entropy, seal, catalogue: catalogue(), clock: stoppedClock(Date.UTC(2026, 5, 1)) },
    desk,
    sync,
    jobs: jobDesk(db, stoppedClock(Date.UTC(2026, 5, 1)), () => {}),
    ready: async () => ({ database: true, migrations: true, worker: true }),
    stopping: () => false,
    tracer: noTracer,
    metrics: silentMetrics,
    ...over,
  }
}

/** A server on a port of its own, listening as the real one does. */
export function listen(services: Services): { url: string; stop(): Promise<void> } {
  const app = buildHttp(services)
  app.listen({ port: 0, hostname: '127.0.0.1', reusePort: false, maxRequestBodySize: 2 ** 40 })
  return { url: `http://127.0.0.1:${app.server?.port}`, stop: async () => void (await app.stop(true)) }
}

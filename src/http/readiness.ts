import type { Database } from '../db/database.ts'
import { withDeadline } from '../lib/deadline.ts'
import type { Metrics } from '../lib/metrics.ts'
import { oneAnswer } from '../lib/oneAnswer.ts'
import type { Readiness } from './services.ts'

/** How long a database may take to say that it is there. */
const PROBE_MS = 3000

/**
 * Asks whether the database answers and has the schema of this version, and whether the worker can do jobs. Anybody may
 * ask as often as they like, and no limit holds for probes: the database hears of one at a time.
 */
export function readinessOf(db: Database, isWell: () => boolean): () => Promise<Readiness> {
  const probe = oneAnswer(async () => {
    const [database, migrations] = await Promise.all([
      answers(() => db.ping()),
      answers(async () => noneOf(await db.pendingMigrations())),
    ])
    return { database, migrations }
  })
  return async () => ({ ...(await probe()), worker: isWell() })
}

/** Keeps the gauge of the database true: it is asked at each scrape. */
export function databaseGauge(db: Database, metrics: Metrics): void {
  metrics.onScrape(async () => {
    const there = await answers(() => db.ping())
    metrics.set('holdfast_database_up', {}, there ? 1 : 0)
  })
}

async function answers(probe: () => Promise<void>): Promise<boolean> {
  return withDeadline(PROBE_MS, probe).then(
    () => true,
    () => false,
  )
}

function noneOf(tags: string[]): void {
  if (tags.length > 0) throw new Error('Migrations are missing')
}

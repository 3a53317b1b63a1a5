import type { Database } from '../db/database.ts'
import type { Log } from '../lib/log.ts'
import type { Metrics } from '../lib/metrics.ts'
import type { Tracer } from '../lib/trace.ts'
import type { Chances } from './outcome.ts'
import type { Mourner } from './settle.ts'

/** What the parts of a worker share. */
export interface Tools extends Chances {
  db: Database
  log: Log
  metrics: Metrics
  tracer: Tracer
  /** The name under which this process holds its jobs. */
  worker: string
  /** Places in each queue. */
  concurrency: number
  poll_ms: number
  lease_ms: number
  onDead?: Mourner
}

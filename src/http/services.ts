import type { Desk } from '../booking/desk.ts'
import type { JobDesk } from '../jobs/desk.ts'
import type { Log } from '../lib/log.ts'
import type { Metrics } from '../lib/metrics.ts'
import type { Tracer } from '../lib/trace.ts'
import type { Sync } from '../sync/sync.ts'
import type { Office } from '../tenants/office.ts'
import type { DevTools } from './dev/devTools.ts'

/** Whether the process can do its work, and what is wrong where it cannot. */
export interface Readiness {
  database: boolean
  migrations: boolean
  worker: boolean
}

/** By which name and by whom the service is reached. */
export interface EdgeSettings {
  base_url: string
  /** Addresses and networks whose X-Forwarded-For is believed. */
  trusted_proxies: readonly string[]
  rate_limit: boolean
}

/** Everything that routes call. Made by app; http constructs nothing itself. */
export interface Services {
  log: Log
  /** Names a request, for its log lines and its reply. */
  requestId(): string
  edge: EdgeSettings
  version: { holdfast: string; tzdata: string }
  keys: { admin: string; previous?: string }
  office: Office
  desk: Desk
  sync: Sync
  jobs: JobDesk
  /** In mock mode alone: what /dev shows. */
  dev?: DevTools
  ready(): Promise<Readiness>
  /** True once the process was told to stop: it ends what it has and wants no more. */
  stopping(): boolean
  metrics: Metrics
  tracer: Tracer
  /** What scrapers must bring as bearer token; left out: nothing. */
  metrics_token?: string
}

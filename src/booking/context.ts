import type { Database } from '../db/database.ts'
import type { Log } from '../lib/log.ts'
import type { Means } from '../lib/means.ts'
import type { Metrics } from '../lib/metrics.ts'
import type { Sealer } from '../lib/seal.ts'
import type { Tracer } from '../lib/trace.ts'
import type { Mail } from '../mail/mail.ts'
import type { Outlook } from '../outlook/outlook.ts'
import type { Zones } from '../scheduling/zone.ts'
import type { Catalogue } from '../tenants/catalogue.ts'
import type { ZoomAccounts } from '../tenants/zoomAccounts.ts'
import type { Zoom } from '../zoom/zoom.ts'
import type { Tokens } from './proof/token.ts'
import type { Settled } from './saga/settled.ts'
import type { Looks } from './slots/looks.ts'

/** What every verb of booking works with. One per process; tests make their own. */
export interface Context extends Means {
  db: Database
  catalogue: Catalogue
  outlook: Outlook
  zoom: Zoom
  zoomAccounts: ZoomAccounts
  mail: Mail
  zones: Zones
  tokens: Tokens
  seal: Sealer
  log: Log
  metrics: Metrics
  tracer: Tracer
  /** Where links lead; no slash at the end. */
  base_url: string
  /** The public address that letters come from. */
  mail_from: string
  /** What the codes in letters are derived from. */
  code_secret: string
  /** What those were derived from that went out before the secret was changed. */
  code_secret_previous?: string
  /** What calendars were last seen to say: for listings. A hold and a saga always look live. */
  looks: Looks
  /** How long Zoom may take to list a meeting that it has made. */
  zoom_lag_ms: number
  /** How many bookings' changes of state may share a transaction, and how many such transactions run at once. */
  gathering: { most: number; lanes: number }
  /** Tells those who wait here that a saga has ended. */
  settled: Settled
}

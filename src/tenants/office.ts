import type { Database } from '../db/database.ts'
import type { Means } from '../lib/means.ts'
import type { Sealer } from '../lib/seal.ts'
import type { Zones } from '../scheduling/zone.ts'
import type { Catalogue } from './catalogue.ts'

/** What the verbs of administration work with. */
export interface Office extends Means {
  db: Database
  zones: Zones
  catalogue: Catalogue
  /** For credentials that a tenant entrusts. */
  seal: Sealer
}

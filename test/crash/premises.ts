import { join } from 'node:path'
import { openDatabase } from '../../src/db/open.ts'
import { SIM_CLIENT } from '../simulators/graph.ts'
import { SIM_ACCOUNT } from '../simulators/zoom.ts'
import { type Dialect, type Fresh, freshCopy } from '../support/databases.ts'
import { ADMIN_KEY, ISSUER, SEAL_KEY, TOKEN_SECRET } from './scene.ts'
import type { Providers } from './verdict.ts'

/** Where the child, told only the folder or the address, finds the same database. */
export async function freshIn(dialect: Dialect, folder: string): Promise<Fresh> {
  const place = dialect === 'postgres' ? await freshCopy() : { sqlite_path: join(folder, 'holdfast.db') }
  const db = await openDatabase(place)
  await db.migrate()
  return { db, place }
}

/** What `holdfast serve` is told. */
export function envOf({ place }: Fresh, folder: string, { graph, zoom }: Providers): Record<string, string> {
  return {
    HOST: '127.0.0.1',
    PORT: '0',
    BASE_URL: ISSUER,
    RATE_LIMIT: 'off',
    LOG_LEVEL: 'error',
    DATA_DIR: folder,
    ...('url' in place ? { DATABASE_URL: place.url, DATABASE_CONNECTIONS: '20' } : {}),
    ADMIN_API_KEY: ADMIN_KEY,
    TOKEN_SECRET,
    SEAL_KEY,
    ENTRA_CLIENT_ID: SIM_CLIENT.id,
    ENTRA_CLIENT_SECRET: SIM_CLIENT.secret,
    ENTRA_AUTHORITY: graph.authority,
    GRAPH_BASE_URL: graph.base_url,
    ZOOM_ACCOUNT_ID: SIM_ACCOUNT.account_id,
    ZOOM_CLIENT_ID: SIM_ACCOUNT.client_id,
    ZOOM_CLIENT_SECRET: SIM_ACCOUNT.client_secret,
    ZOOM_OAUTH_URL: zoom.oauth_url,
    ZOOM_API_URL: zoom.api_url,
    MAIL: 'graph',
    WORKER_CONCURRENCY: '400',
  }
}

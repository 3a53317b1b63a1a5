import { eq, inArray } from 'drizzle-orm'
import type { Database, Db } from '../db/database.ts'
import { forMany } from '../db/forMany.ts'
import { Failure } from '../lib/failure.ts'
import { gather } from '../lib/gather.ts'
import { SealError, type Sealer } from '../lib/seal.ts'
import type { ZoomCredentials } from './zoomAccount.ts'

/** What opens Zoom for each tenant: its own account, else the default one. */
export interface ZoomAccounts {
  /** Throws a `permanent` failure: `zoom_not_configured`, or `zoom_account_sealed` when the key of the seal is lost. */
  of(tenant_id: string): Promise<ZoomCredentials>
  /** The ids of the accounts that can be opened for a tenant; the first is the one that serves. */
  reach(tenant_id: string): Promise<string[]>
  /** What opens this account for the tenant; `undefined` when it is none of those in reach. Throws as `of` does. */
  within(tenant_id: string, account_id: string): Promise<ZoomCredentials | undefined>
  /** Who may have signed news of this Zoom account; of any account when none is named. */
  signers(account_id: string | undefined): Promise<ZoomSigner[]>
}

/** A secret that Zoom signs with, and whose bookings it may speak of. */
export interface ZoomSigner {
  secret: string
  /** Left out: all tenants without an account of their own. */
  tenant_id?: string
  /** The default account, whose meetings it may speak of whoever has an account of their own by now. */
  account_id?: string
}

/** What the settings give for tenants without an account of their own. */
export interface DefaultZoom {
  account(): ZoomCredentials
  webhook_secret?: string
}

/**
 * Reads the row each time, so that a change counts at once, and opens a seal only when it has changed. Those who ask
 * at one time are answered by one query.
 */
export function zoomAccounts({
  db,
  seal,
  fallback,
}: {
  db: Database
  seal: Sealer
  fallback: DefaultZoom
}): ZoomAccounts {
  const open = remembering(seal)
  const read = gather((ids: string[]) => rowsOf(db, ids), { most: MOST_TOGETHER, lanes: 2 })
  const opened = async ({ account_id, client_id, client_secret_sealed }: Row) => {
    return { account_id, client_id, client_secret: await open(client_secret_sealed).catch(lost) }
  }
  return {
    of: async (tenant_id) => {
      const row = await read(tenant_id)
      return row ? opened(row) : fallback.account()
    },
    reach: async (tenant_id) => {
      const ids = [await read(tenant_id), accountIn(fallback)].flatMap((one) => one?.account_id ?? [])
      return [...new Set(ids)]
    },
    within: async (tenant_id, account_id) => {
      const row = await read(tenant_id)
      if (row?.account_id === account_id) return opened(row)
      const common = accountIn(fallback)
      return common?.account_id === account_id ? common : undefined
    },
    signers: async (account_id) => {
      const { zoom_accounts } = db.t
      const rows = await select(db).where(account_id ? eq(zoom_accounts.account_id, account_id) : undefined)
      const own = await Promise.all(rows.map((row) => signerOf(row, open)))
      return [...commonSigner(fallback), ...own.flat()]
    },
  }
}

function commonSigner(fallback: DefaultZoom): ZoomSigner[] {
  const { webhook_secret: secret } = fallback
  return secret === undefined ? [] : [{ secret, account_id: accountIn(fallback)?.account_id }]
}

const MOST_TOGETHER = 64

/** The default account, where there is one. */
function accountIn({ account }: DefaultZoom): ZoomCredentials | undefined {
  try {
    return account()
  } catch (error) {
    if (error instanceof Failure) return undefined
    throw error
  }
}

async function rowsOf(db: Db, tenant_ids: string[]): Promise<(Row | undefined)[]> {
  const rows = await ofTenants(db, [...new Set(tenant_ids)])
  const byTenant = new Map(rows.map((row) => [row.tenant_id, row]))
  return tenant_ids.map((id) => byTenant.get(id))
}

const ofTenants = forMany((db, tenant_ids) =>
  select(db).where(inArray(db.t.zoom_accounts.tenant_id, tenant_ids)).prepare('zoom_accounts_of_tenants'),
)

type Row = Db['t']['zoom_accounts']['$inferSelect']

function select({ q, t }: Db) {
  return q.select().from(t.zoom_accounts)
}

type Open = (sealed: string) => Promise<string>

/** One whose seal does not open signs nothing: the others must not suffer for it. */
async function signerOf({ tenant_id, webhook_secret_sealed }: Row, open: Open): Promise<ZoomSigner[]> {
  if (webhook_secret_sealed === null) return []
  return open(webhook_secret_sealed).then(
    (secret) => [{ secret, tenant_id }],
    () => [],
  )
}

const MOST_REMEMBERED = 4000

function remembering(seal: Sealer): Open {
  const opened = new Map<string, string>()
  return async (sealed) => {
    const known = opened.get(sealed)
    if (known !== undefined) return known
    const text = await seal.open(sealed)
    if (opened.size >= MOST_REMEMBERED) opened.delete(opened.keys().next().value!)
    opened.set(sealed, text)
    return text
  }
}

function lost(error: unknown): never {
  if (!(error instanceof SealError)) throw error
  throw new Failure(
    'permanent',
    'zoom_account_sealed',
    'The secret of the Zoom account cannot be opened with the SEAL_KEY of now: enter the account again',
  )
}

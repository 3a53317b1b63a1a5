import { eq } from 'drizzle-orm'
import type { Db } from '../db/database.ts'
import { nowOf } from '../lib/clock.ts'
import { Problem } from '../lib/problem.ts'
import { type Change, change } from './change.ts'
import type { Office } from './office.ts'

/** The credentials of a tenant's own server-to-server app at Zoom. */
export interface ZoomCredentials {
  account_id: string
  client_id: string
  client_secret: string
  /** What Zoom signs its webhooks with. */
  webhook_secret?: string
}

/** What of them may be shown. */
export interface ZoomAccountShown {
  account_id: string
  client_id: string
  has_webhook_secret: boolean
  updated_at_utc: Date
}

/** Stores a tenant's own Zoom account in place of the default one. Secrets are sealed and never given out again. */
export async function setZoomAccount(
  office: Office,
  about: Change,
  { account_id, client_id, client_secret, webhook_secret }: ZoomCredentials,
): Promise<ZoomAccountShown> {
  const now = nowOf(office.clock)
  const row = {
    account_id,
    client_id,
    client_secret_sealed: await office.seal.seal(client_secret),
    webhook_secret_sealed: webhook_secret === undefined ? null : await office.seal.seal(webhook_secret),
    updated_at_utc: now,
  }
  return change(office, about, async (tx, { tenant }) => {
    const { zoom_accounts } = tx.t
    await tx.q
      .insert(zoom_accounts)
      .values({ tenant_id: tenant.id, created_at_utc: now, ...row })
      .onConflictDoUpdate({ target: zoom_accounts.tenant_id, set: row })
    return {
      result: shownOf(row),
      entry: {
        action: 'zoom_account.set',
        subject: `tenant:${tenant.slug}`,
        detail: { account_id, client_id },
      },
    }
  })
}

/** Takes the tenant's own account away: from now on the default one serves. */
export function dropZoomAccount(office: Office, about: Change): Promise<void> {
  return change(office, about, async (tx, { tenant }) => {
    await tx.q.delete(tx.t.zoom_accounts).where(eq(tx.t.zoom_accounts.tenant_id, tenant.id))
    return { result: undefined, entry: { action: 'zoom_account.dropped', subject: `tenant:${tenant.slug}` } }
  })
}

/** The tenant's own account without its secrets. Throws `not_found` when it has none. */
export async function showZoomAccount(db: Db, tenant_id: string): Promise<ZoomAccountShown> {
  const row = await rowOf(db, tenant_id)
  if (!row) throw new Problem('not_found', 'This tenant has no Zoom account of its own')
  return shownOf(row)
}

type Row = Db['t']['zoom_accounts']['$inferSelect']

async function rowOf({ q, t }: Db, tenant_id: string): Promise<Row | undefined> {
  const [row] = await q.select().from(t.zoom_accounts).where(eq(t.zoom_accounts.tenant_id, tenant_id))
  return row
}

function shownOf(row: Pick<Row, 'account_id' | 'client_id' | 'webhook_secret_sealed' | 'updated_at_utc'>) {
  const { account_id, client_id, webhook_secret_sealed, updated_at_utc } = row
  return { account_id, client_id, has_webhook_secret: webhook_secret_sealed !== null, updated_at_utc }
}

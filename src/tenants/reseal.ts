import { and, asc, eq, gt } from 'drizzle-orm'
import type { Database } from '../db/database.ts'
import type { Sealer } from '../lib/seal.ts'

/** How many secrets were sealed anew, and how many could not be opened with any key that is configured. */
export interface Resealed {
  resealed: number
  lost: number
}

/**
 * Seals everything anew that was not sealed with the current key: accounts at Zoom, start links, the secrets of
 * subscriptions. May run beside a service that uses them, and again; afterwards the previous key can go.
 */
export async function reseal(db: Database, seal: Sealer): Promise<Resealed> {
  const sum: Resealed = { resealed: 0, lost: 0 }
  for await (const { sealed, write } of cellsOf(db)) {
    if (seal.isCurrent(sealed)) continue
    const text = await seal.open(sealed).catch(() => undefined)
    if (text === undefined) sum.lost += 1
    else if (await write(await seal.seal(text))) sum.resealed += 1
  }
  return sum
}

interface Cell {
  sealed: string
  /** Replaces the value if it is still the one that was read; answers whether it was. */
  write(sealed: string): Promise<boolean>
}

async function* cellsOf(db: Database): AsyncGenerator<Cell> {
  yield* await accounts(db)
  yield* await subscriptions(db)
  yield* links(db)
}

async function accounts({ q, t: { zoom_accounts: table } }: Database): Promise<Cell[]> {
  const rows = await q.select().from(table)
  return rows.flatMap(({ tenant_id, client_secret_sealed, webhook_secret_sealed }) => [
    {
      sealed: client_secret_sealed,
      write: async (sealed) => {
        const same = and(eq(table.tenant_id, tenant_id), eq(table.client_secret_sealed, client_secret_sealed))
        return some(await q.update(table).set({ client_secret_sealed: sealed }).where(same).returning())
      },
    },
    ...(webhook_secret_sealed === null ? [] : [webhookSecret(tenant_id, webhook_secret_sealed)]),
  ])

  function webhookSecret(tenant_id: string, before: string): Cell {
    return {
      sealed: before,
      write: async (sealed) => {
        const same = and(eq(table.tenant_id, tenant_id), eq(table.webhook_secret_sealed, before))
        return some(await q.update(table).set({ webhook_secret_sealed: sealed }).where(same).returning())
      },
    }
  }
}

const PAGE = 500

async function* links({ q, t: { zoom_meetings: table } }: Database): AsyncGenerator<Cell> {
  for (let after = ''; ; ) {
    const rows = await q
      .select({ id: table.booking_id, before: table.start_url_sealed })
      .from(table)
      .where(gt(table.booking_id, after))
      .orderBy(asc(table.booking_id))
      .limit(PAGE)
    for (const { id, before } of rows) {
      const same = and(eq(table.booking_id, id), eq(table.start_url_sealed, before))
      const write = async (sealed: string) =>
        some(await q.update(table).set({ start_url_sealed: sealed }).where(same).returning())
      yield { sealed: before, write }
    }
    if (rows.length < PAGE) return
    after = rows.at(-1)!.id
  }
}

async function subscriptions({ q, t: { graph_subscriptions: table } }: Database): Promise<Cell[]> {
  const rows = await q.select({ id: table.id, before: table.client_state }).from(table)
  return rows.map(({ id, before }) => ({
    sealed: before,
    write: async (sealed) => {
      const same = and(eq(table.id, id), eq(table.client_state, before))
      return some(await q.update(table).set({ client_state: sealed }).where(same).returning())
    },
  }))
}

function some(rows: unknown[]): boolean {
  return rows.length > 0
}

import { expect, test } from 'bun:test'
import { sql } from 'drizzle-orm'
import postgres from 'postgres'
import type { Database } from '../../src/db/database.ts'
import { openPostgres } from '../../src/db/postgres/open.ts'
import { freshCopy } from '../support/databases.ts'

const CONNECTIONS = 2
/** So many statements the driver sends on one connection ahead of their answers. */
const PIPELINE = 100

/** Keeps one connection waiting for a while. */
async function sleep(q: Database['q'], seconds: number): Promise<void> {
  await (q as unknown as { execute(statement: unknown): Promise<unknown> }).execute(
    sql`select pg_sleep(${seconds}::float8)`,
  )
}

// Unpatched, the driver of 3.4.9 loses a transaction that fills a pipeline: its connection goes back among the others
// with the transaction open, and what others write there is lost with it (porsager/postgres, issues 823 and 1189).
for (const ahead of [0, PIPELINE - 2, PIPELINE - 1, PIPELINE])
  test(`a transaction that begins behind ${ahead} statements on a connection has it to itself`, async () => {
    const { url } = await freshCopy()
    const db = openPostgres({ url, connections: CONNECTIONS })
    const witness = postgres(url, { max: 1, fetch_types: false })
    const everywhere = () => Promise.all(Array.from({ length: CONNECTIONS }, () => sleep(db.q, 0.1)))
    try {
      await everywhere()
      const others: Promise<unknown>[] = [everywhere()]
      await Bun.sleep(20)
      for (let i = 0; i < ahead * CONNECTIONS; i += 1) others.push(db.ping())
      await Bun.sleep(10)
      const begun = Array.from({ length: 6 }, (_, i) =>
        db.transaction(async (tx) => {
          await sleep(tx.q, 0.01)
          return i
        }),
      )
      expect(await Promise.all(begun)).toEqual([0, 1, 2, 3, 4, 5])
      await Promise.all(others)
      const open = await witness`select pid from pg_stat_activity
        where datname = current_database() and state like 'idle in transaction%'`
      expect(open).toHaveLength(0)
    } finally {
      await db.close()
      await witness.end()
    }
  })

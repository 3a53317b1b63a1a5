import { getTableName, is, Table } from 'drizzle-orm'
import type { Db } from '../../src/db/database.ts'

/** Every row of every table, by the table's name: equal before and after where nothing was written. */
export async function contents({ q, t }: Db): Promise<Record<string, string[]>> {
  const tables = Object.values(t).filter((table) => is(table, Table))
  const read = async (table: (typeof tables)[number]) => {
    const rows = await q.select().from(table)
    return [getTableName(table), rows.map((row) => JSON.stringify(row)).sort()] as const
  }
  return Object.fromEntries(await Promise.all(tables.map(read)))
}

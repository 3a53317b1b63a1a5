import { getTableName, is, Table } from 'drizzle-orm'
import type { Db } from '../../src/db/database.ts'

/** How many rows each table has, by its name. */
export async function tally({ q, t }: Db): Promise<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const table of Object.values(t)) {
    if (is(table, Table)) counts[getTableName(table)] = Number(await q.$count(table))
  }
  return counts
}

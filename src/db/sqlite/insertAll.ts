import { getTableColumns, sql } from 'drizzle-orm'
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core'
import type { Queries } from '../database.ts'

/**
 * One statement whose text is the same for any number of rows: they go in as one JSON parameter. `where true`
 * keeps SQLite from reading an `on conflict` in `tail` as part of a join.
 */
export async function insertAll(q: Queries, table: PgTable, rows: object[], tail = '') {
  const columns = Object.keys(rows[0]!)
  const all = getTableColumns(table)
  const named = columns.map((name) => all[name] as PgColumn)
  const list = sql.join(
    named.map((column) => sql.identifier(column.name)),
    sql`, `,
  )
  const picked = sql.join(
    named.map((_, place) => sql.raw(`json_extract(value, '$[${place}]')`)),
    sql`, `,
  )
  const values = rows.map((row) => named.map((column, place) => stored(column, row, columns[place]!)))
  const statement = sql`insert into ${table} (${list}) select ${picked} from json_each(${JSON.stringify(values)}) where true${sql.raw(tail)}`
  await (q as unknown as { run(statement: unknown): Promise<unknown> }).run(statement)
}

/** What the driver would store: milliseconds for an instant, 1 or 0 for a flag, text for JSON. */
export function stored(column: PgColumn, row: object, name: string): unknown {
  const value = (row as Record<string, unknown>)[name]
  return value === null || value === undefined ? null : column.mapToDriverValue(value)
}

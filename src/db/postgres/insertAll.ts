import { getTableColumns, getTableName } from 'drizzle-orm'
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core'
import type postgres from 'postgres'

/**
 * Inserts rows that have the same keys as the first. They go in as one JSON parameter, so that the statement's text,
 * and with it the server's plan, is the same for any number of rows. Answers what `tail` returns.
 */
export async function insertAll<Row = never>(
  client: postgres.ISql,
  table: PgTable,
  rows: object[],
  tail = '',
): Promise<Row[]> {
  if (rows.length === 0) return []
  const text = inserting(table, rows) + tail
  return client.unsafe(text, [JSON.stringify(rows)], { prepare: true }) as unknown as Promise<Row[]>
}

/** The statement that inserts such rows, which are $1. */
export function inserting(table: PgTable, rows: object[]): string {
  return statementOf(table, Object.keys(rows[0]!))
}

const known = new WeakMap<PgTable, Map<string, string>>()

/** The text for these columns, written once. */
function statementOf(table: PgTable, names: string[]): string {
  const texts = known.get(table) ?? new Map<string, string>()
  known.set(table, texts)
  const key = names.join()
  const text = texts.get(key) ?? write(table, names)
  texts.set(key, text)
  return text
}

function write(table: PgTable, names: string[]): string {
  const all = getTableColumns(table)
  const columns = names.map((name) => all[name] as PgColumn)
  const list = columns.map(({ name }) => `"${name}"`).join(', ')
  const shape = columns.map((column) => `"${column.name}" ${column.getSQLType()}`).join(', ')
  return `insert into "${getTableName(table)}" (${list}) select ${list} from json_to_recordset($1::text::json) as r(${shape})`
}

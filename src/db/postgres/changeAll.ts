import { getTableColumns, getTableName } from 'drizzle-orm'
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core'
import type postgres from 'postgres'
import type { RowChange } from '../database.ts'

/** One statement, whose text is the same for any number of rows. Sorted, so that two batches cannot deadlock. */
export async function changeAll(
  client: postgres.ISql,
  table: PgTable,
  changes: RowChange[],
): Promise<Set<string>> {
  if (changes.length === 0) return new Set()
  const rows = changes
    .toSorted((a, b) => (a.was.id < b.was.id ? -1 : 1))
    .map(({ was, set }) => ({ ...prefixed('was_', was), ...prefixed('set_', set) }))
  const text = statementOf(table, changes[0]!)
  const found = client.unsafe(text, [JSON.stringify(rows)], { prepare: true })
  return new Set((await (found as unknown as Promise<{ id: string }[]>)).map(({ id }) => id))
}

function prefixed(prefix: string, row: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [prefix + name, value]))
}

const known = new WeakMap<PgTable, Map<string, string>>()

/** The text for these columns, written once. */
function statementOf(table: PgTable, { was, set }: RowChange): string {
  const texts = known.get(table) ?? new Map<string, string>()
  known.set(table, texts)
  const key = `${Object.keys(was)} ${Object.keys(set)}`
  const text = texts.get(key) ?? write(table, Object.keys(was), Object.keys(set))
  texts.set(key, text)
  return text
}

/** The array makes the server look each row up by its key, where it would expect so many that it read the whole table. */
function write(table: PgTable, was: string[], set: string[]): string {
  const all = getTableColumns(table) as Record<string, PgColumn>
  const shape = [...was.map((name) => ['was_', name]), ...set.map((name) => ['set_', name])]
    .map(([prefix, name]) => `"${prefix}${name}" ${all[name!]!.getSQLType()}`)
    .join(', ')
  const changed = set.map((name) => `"${all[name]!.name}" = r."set_${name}"`).join(', ')
  const same = was
    .filter((name) => name !== 'id')
    .map((name) => ` and t."${all[name]!.name}" is not distinct from r."was_${name}"`)
    .join('')
  return `with r as (select * from json_to_recordset($1::text::json) as r(${shape}))
    update "${getTableName(table)}" as t set ${changed} from r
    where t."id" = any(array(select "was_id" from r)) and t."id" = r."was_id"${same} returning t."id"`
}

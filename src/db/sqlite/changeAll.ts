import { getTableColumns, sql } from 'drizzle-orm'
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core'
import type { Queries, RowChange } from '../database.ts'
import { stored } from './insertAll.ts'

/** One statement whose text is the same for any number of rows: they go in as one JSON parameter. */
export async function changeAll(q: Queries, table: PgTable, changes: RowChange[]): Promise<Set<string>> {
  if (changes.length === 0) return new Set()
  const all = getTableColumns(table) as Record<string, PgColumn>
  const [was, set] = [Object.keys(changes[0]!.was), Object.keys(changes[0]!.set)]
  const given = (place: number) => sql.raw(`json_extract(r.value, '$[${place}]')`)
  const column = (name: string) => sql.identifier(all[name]!.name)
  const changed = sql.join(
    set.map((name, i) => sql`${column(name)} = ${given(was.length + i)}`),
    sql`, `,
  )
  const same = sql.join(
    was.map((name, i) => sql`${table}.${column(name)} is ${given(i)}`),
    sql` and `,
  )
  const values = changes.map((one) => [
    ...was.map((name) => stored(all[name]!, one.was, name)),
    ...set.map((name) => stored(all[name]!, one.set, name)),
  ])
  const statement = sql`update ${table} set ${changed} from json_each(${JSON.stringify(values)}) as r where ${same} returning ${table}.${column('id')}`
  const rows = await (q as unknown as { values(statement: unknown): Promise<[string][]> }).values(statement)
  return new Set(rows.map(([id]) => id))
}

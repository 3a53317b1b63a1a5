import { getTableColumns } from 'drizzle-orm'
import type { PgTable } from 'drizzle-orm/pg-core'

/** The end of an insert by which a row of the same key takes on all that is given but the time of its creation. */
export function replacing(table: PgTable, key: string, names: string[]): string {
  const all = getTableColumns(table)
  const changed = names.filter((name) => name !== key && name !== 'created_at_utc')
  const taken = changed.map((name) => `"${all[name]!.name}" = excluded."${all[name]!.name}"`)
  return ` on conflict ("${all[key]!.name}") do update set ${taken.join(', ')}`
}

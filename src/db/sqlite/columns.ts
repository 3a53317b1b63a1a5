import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import type { Columns } from '../postgres/columns.ts'

/**
 * The column makers of SQLite. Cast to the canonical ones here and nowhere else: both builders have the same
 * methods, and both map an instant to a `Date`, a flag to a boolean and JSON to its value.
 */
export const sqliteColumns = {
  text: () => text(),
  integer: () => integer(),
  boolean: () => integer({ mode: 'boolean' }),
  instant: () => integer({ mode: 'timestamp_ms' }),
  json: () => text({ mode: 'json' }),
  sequence: () => integer().primaryKey({ autoIncrement: true }),
  table: sqliteTable,
  index,
  uniqueIndex,
  primaryKey,
} as unknown as Columns

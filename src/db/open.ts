import type { Database } from './database.ts'
import { openPostgres, type PostgresSettings } from './postgres/open.ts'
import { openSqlite } from './sqlite/open.ts'

/** Opens the database: Postgres by its URL, else the SQLite file at `sqlite_path`. */
export function openDatabase(place: PostgresSettings | { sqlite_path: string }): Database {
  return 'url' in place ? openPostgres(place) : openSqlite({ path: place.sqlite_path })
}

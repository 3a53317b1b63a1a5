import type { Database } from './database.ts'
import type { PostgresSettings } from './postgres/open.ts'

/**
 * Opens the database: Postgres by its URL, else the SQLite file at `sqlite_path`. Only the dialect that is needed is
 * loaded: the tables of the other are a good part of a start.
 */
export async function openDatabase(place: PostgresSettings | { sqlite_path: string }): Promise<Database> {
  if ('url' in place) return (await import('./postgres/open.ts')).openPostgres(place)
  return (await import('./sqlite/open.ts')).openSqlite({ path: place.sqlite_path })
}

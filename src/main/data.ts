import { accessSync, constants, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Config } from '../config/config.ts'
import type { Database } from '../db/database.ts'
import { openDatabase } from '../db/open.ts'

/**
 * Opens the database that the settings name, once it answers; for SQLite it makes the folder. The caller closes it.
 * Throws with a sentence for the operator when there is no such database or the folder cannot be written.
 */
export async function openData({ data }: Config): Promise<Database> {
  const place = placeOf(data)
  if ('sqlite_path' in place) makeWritable(data.data_dir)
  try {
    const db = await openDatabase(place)
    await db.ping()
    return db
  } catch (error) {
    throw new Error(`${nameOf(data)} cannot be opened: ${reasonOf(error)}`, { cause: error })
  }
}

type Place = { url: string; connections: number } | { sqlite_path: string }

/** Where the database is. */
export function placeOf({ database_url, connections, data_dir }: Config['data']): Place {
  if (database_url !== undefined) return { url: database_url, connections }
  return { sqlite_path: join(data_dir, 'holdfast.db') }
}

/** Where secrets made on localhost lie. */
export function secretsFolder(data_dir: string): string {
  return join(data_dir, 'secrets')
}

function makeWritable(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    accessSync(folder, constants.W_OK)
  } catch (error) {
    throw new Error(
      `DATA_DIR ${folder} cannot be written (${codeOf(error)}). Let the user that runs Holdfast own it, or set DATA_DIR to another folder.`,
      { cause: error },
    )
  }
}

/** The database as an operator may read it: where it is, but no password. */
function nameOf({ database_url, data_dir }: Config['data']): string {
  if (database_url === undefined) return `The database in ${data_dir}`
  const { host, pathname } = new URL(database_url)
  return `The database ${pathname.slice(1)} at ${host}`
}

function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : ''
  return `${message || 'it does not answer'} (${codeOf(error)})`
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
}

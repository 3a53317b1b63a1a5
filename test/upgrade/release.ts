import { Database as File } from 'bun:sqlite'
import { readFileSync } from 'node:fs'
import { Glob } from 'bun'
import postgres from 'postgres'
import type { Dialect, Fresh } from '../support/databases.ts'

/** What stands between two statements of a dump, and before the first row. */
export const SEPARATOR = '\n--> statement-breakpoint\n'
export const ROWS = 'rows'

/** The secrets under which the dumps were made. */
export const RELEASE_SECRETS = {
  ADMIN_API_KEY: 'the admin key of every dump of a release, 0123456789',
  TOKEN_SECRET: 'the token secret of every dump of a release, 0123456789',
  SEAL_KEY: 'the seal key of every dump of a release, 0123456789',
}

/** The releases whose data are kept here. */
export function releases(): string[] {
  return [...new Glob('*.sqlite.sql').scanSync(import.meta.dir)]
    .map((file) => file.replace('.sqlite.sql', ''))
    .sort()
}

/** Brings what a release had kept into a database: all of it into an empty one, or its rows alone. */
export async function load(place: Fresh['place'], release: string, what: 'all' | 'rows'): Promise<void> {
  const dialect: Dialect = 'url' in place ? 'postgres' : 'sqlite'
  const text = readFileSync(`${import.meta.dir}/${release}.${dialect}.sql`, 'utf8')
  const statements = text.split(SEPARATOR)
  const from = what === 'all' ? 0 : statements.indexOf(`-- ${ROWS}`)
  const wanted = statements.slice(from).filter((statement) => statement !== `-- ${ROWS}`)
  if ('url' in place) await intoServer(place.url, wanted)
  else intoFile(place.sqlite_path, wanted)
}

/** Rows come in the order of their tables' names, so what they refer to may come after them. */
async function intoServer(url: string, statements: string[]): Promise<void> {
  const client = postgres(url, { max: 1, onnotice: () => {} })
  await client`set session_replication_role = replica`
  for (const statement of statements) await client.unsafe(statement)
  await client.end()
}

function intoFile(path: string, statements: string[]): void {
  const file = new File(path, { create: true })
  file.run('pragma foreign_keys = off')
  for (const statement of statements) file.run(statement)
  file.close()
}

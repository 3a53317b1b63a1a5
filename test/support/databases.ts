import { afterAll, describe } from 'bun:test'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Database } from '../../src/db/database.ts'
import { openDatabase } from '../../src/db/open.ts'
import { onServer, type Server } from './postgres.ts'
import { startWithTemplate, TEMPLATE } from './template.ts'

/** Where a fresh, migrated database is, and an open handle to it. */
export interface Fresh {
  db: Database
  place: { url: string } | { sqlite_path: string }
}

export const DIALECTS = ['sqlite', 'postgres'] as const
export type Dialect = (typeof DIALECTS)[number]

/** Declares the same tests for both dialects; `fresh` gives each test an empty, migrated database of its own. */
export function onBothDatabases(
  name: string,
  tests: (fresh: () => Promise<Fresh>, dialect: Dialect) => void,
) {
  for (const dialect of DIALECTS) {
    describe(`${name} (${dialect})`, () => {
      const opened: Fresh[] = []
      afterAll(async () => {
        for (const it of opened) await it.db.close()
      })
      tests(async () => {
        const it = await freshDatabase(dialect)
        opened.push(it)
        return it
      }, dialect)
    })
  }
}

/** An empty, migrated database; the caller closes it. */
export async function freshDatabase(dialect: Dialect): Promise<Fresh> {
  const place = dialect === 'sqlite' ? await freshFile() : await freshCopy()
  return { db: await openDatabase(place), place }
}

const folder = mkdtempSync(join(tmpdir(), 'holdfast-test-'))
let count = 0

async function freshFile() {
  count += 1
  const sqlite_path = join(folder, `${count}.sqlite`)
  const db = await openDatabase({ sqlite_path })
  await db.migrate()
  await db.close()
  return { sqlite_path }
}

let server: Promise<Server> | undefined

/** A database of the server of this run: migrated, or empty. */
export async function freshCopy(content: 'migrated' | 'empty' = 'migrated') {
  server ??= given() ?? startWithTemplate()
  const { url } = await server
  count += 1
  const name = `holdfast_${process.pid}_${count}_${crypto.randomUUID().slice(0, 8)}`
  await onServer(url, `create database ${name} template ${content === 'empty' ? 'template0' : TEMPLATE}`)
  return { url: `${url}/${name}` }
}

/** The server that `test/run.ts` has started for all the processes of a run. */
function given(): Promise<Server> | undefined {
  const url = process.env.HOLDFAST_TEST_POSTGRES
  if (url === undefined) return undefined
  const belongsToAll = async () => {}
  return Promise.resolve({ url, down: belongsToAll, up: belongsToAll, stop: belongsToAll })
}

/** Ends what this process started; called by the preload. */
export async function endDatabases(): Promise<void> {
  if (server) await (await server).stop()
  rmSync(folder, { recursive: true, force: true })
}

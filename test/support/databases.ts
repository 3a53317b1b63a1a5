import { afterAll, describe } from 'bun:test'
import { copyFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Database } from '../../src/db/database.ts'
import { openDatabase } from '../../src/db/open.ts'
import { onServer, type Server } from './postgres.ts'
import { scratch } from './scratch.ts'
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

const folder = scratch('test')
let count = 0
let file: Promise<string> | undefined

async function freshFile() {
  file ??= migratedFile()
  count += 1
  const sqlite_path = join(folder, `${count}.sqlite`)
  copyFileSync(await file, sqlite_path)
  return { sqlite_path }
}

async function migratedFile() {
  const sqlite_path = join(folder, `${TEMPLATE}.sqlite`)
  const db = await openDatabase({ sqlite_path })
  await db.migrate()
  await db.close()
  return sqlite_path
}

let server: Promise<Server> | undefined
const copies: string[] = []

/** A database of the server of this run: migrated, or empty. */
export async function freshCopy(content: 'migrated' | 'empty' = 'migrated') {
  server ??= given() ?? startWithTemplate()
  const { url } = await server
  count += 1
  const name = `holdfast_${process.pid}_${count}_${crypto.randomUUID().slice(0, 8)}`
  const template = content === 'empty' ? 'template0' : TEMPLATE
  await onServer(url, `create database ${name} template ${template} strategy file_copy`)
  copies.push(name)
  return { url: `${url}/${name}` }
}

/** The server that `test/run.ts` has started for all the processes of a run. */
function given(): Promise<Server> | undefined {
  const url = process.env.HOLDFAST_TEST_POSTGRES
  if (url === undefined) return undefined
  const belongsToAll = async () => {}
  return Promise.resolve({ url, down: belongsToAll, up: belongsToAll, stop: belongsToAll })
}

/** Ends what this process started, and drops what it made elsewhere; called by the preload. */
export async function endDatabases(): Promise<void> {
  if (server) await leave(await server)
  rmSync(folder, { recursive: true, force: true })
}

async function leave({ url, stop }: Server) {
  if (given()) await onServer(url, ...copies.splice(0).map((name) => `drop database ${name} with (force)`))
  await stop()
}

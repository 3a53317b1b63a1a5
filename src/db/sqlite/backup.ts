import { Database as File } from 'bun:sqlite'
import { copyFileSync, existsSync, renameSync, rmSync } from 'node:fs'
import { takePlace } from './place.ts'

/** Writes the file at `from` as it is at this instant to the new file `to`, while others read and write it. Throws when `to` exists. */
export function backUp(from: string, to: string): void {
  if (!existsSync(from)) throw new Error(`There is no database at ${from}`)
  if (existsSync(to)) throw new Error(`${to} exists already; nothing was written`)
  const file = new File(from, { readwrite: true })
  try {
    file.run('pragma busy_timeout = 5000')
    file.query('vacuum into ?').run(to)
  } finally {
    file.close()
  }
}

/**
 * Puts the backup `from` in the place of the file `to`, which is kept beside it under `{to}.before`. Throws when a
 * process works on `to`, and when the backup is none or is damaged.
 */
export async function restore(from: string, to: string): Promise<void> {
  checkBackup(from)
  const leave = await takePlace(to)
  try {
    copyFileSync(from, `${to}.new`)
    setAside(to)
    renameSync(`${to}.new`, to)
  } finally {
    await leave()
  }
}

function checkBackup(path: string): void {
  if (!existsSync(path)) throw new Error(`There is no file ${path}`)
  const file = new File(path, { readonly: true })
  try {
    const ours = file.query("select 1 from sqlite_master where name = 'schema_migrations'").get()
    const [sound] = file.query('pragma quick_check(1)').values() as string[][]
    if (ours === null || sound?.[0] !== 'ok') throw new Error('It is damaged')
  } catch {
    throw new Error(`${path} is no backup of Holdfast, or it is damaged; nothing was changed`)
  } finally {
    file.close()
  }
}

/** The old file and the logs beside it, under names that belong together. */
function setAside(path: string): void {
  if (!existsSync(path)) {
    dropLogs(path)
    return
  }
  foldIn(path)
  for (const log of LOGS) {
    rmSync(`${path}.before${log}`, { force: true })
    if (existsSync(path + log)) renameSync(path + log, `${path}.before${log}`)
  }
  renameSync(path, `${path}.before`)
}

const LOGS = ['-wal', '-shm']

/** Without their file they are of no use, and what is put in its place would be read together with them. */
function dropLogs(path: string): void {
  for (const log of LOGS) rmSync(path + log, { force: true })
}

/** What was written last may still stand in the log. Where the file is damaged it stays there: a backup is for that. */
function foldIn(path: string): void {
  const old = new File(path, { readwrite: true })
  try {
    old.run('pragma wal_checkpoint(truncate)')
  } catch (error) {
    if (!isDamage(error)) throw error
  } finally {
    old.close()
  }
}

function isDamage(error: unknown): boolean {
  return error instanceof Error && 'code' in error && /^SQLITE_(NOTADB|CORRUPT)/.test(String(error.code))
}

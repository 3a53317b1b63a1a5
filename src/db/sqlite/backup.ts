import { Database as File } from 'bun:sqlite'
import {
  accessSync,
  chmodSync,
  chownSync,
  closeSync,
  constants,
  copyFileSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname } from 'node:path'
import { takePlace } from './place.ts'

/**
 * Writes the file at `from` as it is at this instant to the new file `to`, while others read and write it. Throws when
 * `to` exists. What was only begun, because the disk is full or the process was killed, never bears its name.
 */
export function backUp(from: string, to: string): void {
  if (!existsSync(from)) throw new Error(`There is no database at ${from}`)
  if (existsSync(to)) throw new Error(`${to} exists already; nothing was written`)
  const draft = `${to}.${process.pid}.part`
  try {
    rmSync(draft, { force: true })
    // Customers stand in it: it is its owner's alone, as the folder is that it comes from.
    writeFileSync(draft, '', { mode: 0o600 })
    vacuumInto(from, draft)
    flush(draft)
    renameSync(draft, to)
  } catch (error) {
    rmSync(draft, { force: true })
    throw new Error(`No backup was written to ${to}: ${messageOf(error)}`, { cause: error })
  }
}

function vacuumInto(from: string, to: string): void {
  const file = new File(from, { readwrite: true })
  try {
    file.run('pragma busy_timeout = 5000')
    file.query('vacuum into ?').run(to)
  } finally {
    file.close()
  }
}

/** SQLite leaves it to the system when a new file reaches the disk. */
function flush(path: string): void {
  const handle = openSync(path, 'r+')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}

/**
 * Puts the backup `from` in the place of the file `to`, whose folder is made if need be. What was there is kept beside
 * it under `{to}.before`; answers whether there was anything. Throws when a process works on `to`, and when the backup
 * is none or is damaged.
 */
export async function restore(from: string, to: string): Promise<boolean> {
  checkFile(from)
  mkdirSync(dirname(to), { recursive: true, mode: 0o700 })
  const leave = await takePlace(to)
  try {
    return putInPlace(from, to)
  } finally {
    await leave()
  }
}

function checkFile(path: string): void {
  if (!existsSync(path)) throw new Error(`There is no file ${path}`)
  accessSync(path, constants.R_OK)
  if (!statSync(path).isFile()) throw noBackup(path)
}

function noBackup(path: string): Error {
  return new Error(`${path} is no backup of Holdfast, or it is damaged; nothing was changed`)
}

function isSound(path: string): boolean {
  let file: File | undefined
  try {
    file = new File(path, { readonly: true })
    const ours = file.query("select 1 from sqlite_master where name = 'schema_migrations'").get()
    const [sound] = file.query('pragma quick_check(1)').values() as string[][]
    return ours !== null && sound?.[0] === 'ok'
  } catch {
    return false
  } finally {
    file?.close()
  }
}

function putInPlace(from: string, to: string): boolean {
  const draft = `${to}.new`
  const was = existsSync(to)
  try {
    copyWhole(from, draft)
    // The copy is looked at, and not what it is of: to read a file with a log, SQLite must write beside it.
    if (!isSound(draft)) throw noBackup(from)
    handOver([draft, `${to}-worker`], was ? to : dirname(to))
    setAside(to)
    renameSync(draft, to)
  } finally {
    for (const end of ['', ...LOGS]) rmSync(draft + end, { force: true })
  }
  return was
}

const LOGS = ['-wal', '-shm']

/** A file that a process has left behind, in a picture of a disk for one, has its last bookings in the log beside it. */
function copyWhole(from: string, to: string): void {
  for (const end of ['', ...LOGS]) rmSync(to + end, { force: true })
  copyForUs(from, to)
  if (existsSync(`${from}-wal`)) copyForUs(`${from}-wal`, `${to}-wal`)
  foldIn(to)
  flush(to)
}

/** A backup that nobody may write is a good one; what is made of it must be written. */
function copyForUs(from: string, to: string): void {
  copyFileSync(from, to)
  const { mode } = statSync(to)
  // Not asked for in vain: some disks of other machines know of no rights.
  if ((mode & 0o600) !== 0o600) chmodSync(to, mode | 0o600)
}

/** Put back by root, it is still to be written by the user that runs Holdfast. */
function handOver(paths: string[], like: string): void {
  if (process.getuid?.() !== 0) return
  const { uid, gid } = statSync(like)
  for (const path of paths) if (existsSync(path)) chownSync(path, uid, gid)
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

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

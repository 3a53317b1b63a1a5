import { afterAll, describe, expect, test } from 'bun:test'
import {
  chmodSync,
  chownSync,
  copyFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { openDatabase } from '../../src/db/open.ts'
import { backUp, restore } from '../../src/db/sqlite/backup.ts'
import { scarce } from '../support/scarce.ts'
import { scratch } from '../support/scratch.ts'

const PAGE = 4096
/** The user without rights, on every Linux. */
const NOBODY = 65_534
const folders: string[] = []

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

/** A database with one tick in it, and a backup of it beside. */
async function kept() {
  const folder = scratch('backup')
  folders.push(folder)
  const [path, backup] = [join(folder, 'holdfast.db'), join(folder, 'kept.db')]
  const db = await openDatabase({ sqlite_path: path })
  await db.migrate()
  await db.q.insert(db.t.cron_ticks).values({ name: 'kept', ticked_at_utc: new Date(1) })
  await db.close()
  backUp(path, backup)
  return { path, backup }
}

async function ticksOf(path: string) {
  const db = await openDatabase({ sqlite_path: path })
  const ticks = await db.q.select().from(db.t.cron_ticks)
  await db.close()
  return ticks.map(({ name }) => name)
}

describe('a backup is put in the place of a file', () => {
  test.each([
    ['whose first page is gone', (file: Buffer) => file.fill(7, 0, PAGE)],
    ['whose pages but the first are gone', (file: Buffer) => file.fill(0xff, PAGE)],
    ['that is empty', () => Buffer.alloc(0)],
  ])('%s, which is kept as it is', async (_, damage) => {
    const { path, backup } = await kept()
    const damaged = damage(readFileSync(path))
    writeFileSync(path, damaged)
    await restore(backup, path)
    expect(await ticksOf(path)).toEqual(['kept'])
    expect(readFileSync(`${path}.before`).equals(damaged)).toBe(true)
  })

  test('that was not closed: what stood in its log is in what is kept of it', async () => {
    const { path, backup } = await kept()
    const db = await openDatabase({ sqlite_path: path })
    await db.q.insert(db.t.cron_ticks).values({ name: 'later', ticked_at_utc: new Date(2) })
    const log = readFileSync(`${path}-wal`)
    const file = readFileSync(path)
    await db.close()
    // As a process that was killed leaves them.
    writeFileSync(path, file)
    writeFileSync(`${path}-wal`, log)
    await restore(backup, path)
    expect(await ticksOf(path)).toEqual(['kept'])
    expect(await ticksOf(`${path}.before`)).toEqual(['kept', 'later'])
  })

  test('that is not there, nor its folder', async () => {
    const { path, backup } = await kept()
    const other = join(dirname(path), 'on/another/machine', 'holdfast.db')
    expect(await restore(backup, other)).toBe(false)
    expect([await ticksOf(other), existsSync(`${other}.before`)]).toEqual([['kept'], false])
    expect(await restore(backup, other)).toBe(true)
  })

  test('that was taken away, but for its log: none of that comes back', async () => {
    const { path } = await kept()
    const copy = `${path}.copy`
    copyFileSync(path, copy)
    const db = await openDatabase({ sqlite_path: path })
    await db.q.insert(db.t.cron_ticks).values({ name: 'later', ticked_at_utc: new Date(2) })
    const log = readFileSync(`${path}-wal`)
    await db.close()
    rmSync(path)
    writeFileSync(`${path}-wal`, log)
    await restore(copy, path)
    expect(await ticksOf(path)).toEqual(['kept'])
  })

  test('with the log that lies beside it, when it is no backup but what a process has left', async () => {
    const { path } = await kept()
    const db = await openDatabase({ sqlite_path: path })
    await db.q.insert(db.t.cron_ticks).values({ name: 'later', ticked_at_utc: new Date(2) })
    const picture = `${path}.picture`
    for (const log of ['', '-wal']) copyFileSync(path + log, picture + log)
    await db.close()
    const other = `${path}.other`
    await restore(picture, other)
    expect(await ticksOf(other)).toEqual(['kept', 'later'])
    expect(existsSync(`${other}.new-wal`)).toBe(false)
  })

  test('from a place where nothing can be written, as a picture of a disk is', async () => {
    const { path } = await kept()
    const picture = `${path}.picture`
    const db = await openDatabase({ sqlite_path: path })
    for (const log of ['', '-wal']) copyFileSync(path + log, picture + log)
    await db.close()
    // Whoever opens it as it lies there, and not its copy, cannot do without a file of this name.
    symlinkSync('nowhere', `${picture}-shm`)
    await restore(picture, path)
    expect(await ticksOf(path)).toEqual(['kept'])
  })

  test('and can be written, also when nobody may write the backup', async () => {
    const { path, backup } = await kept()
    chmodSync(backup, 0o400)
    await restore(backup, path)
    expect(statSync(path).mode & 0o777).toBe(0o600)
  })

  test('by root, and still belongs to whoever owned what it replaces', async () => {
    if (process.getuid?.() !== 0) return
    const { path, backup } = await kept()
    for (const one of [path, dirname(path)]) chownSync(one, NOBODY, NOBODY)
    await restore(backup, path)
    const other = join(dirname(path), 'other.db')
    await restore(backup, other)
    const owners = [path, `${path}-worker`, other, `${other}-worker`].map((one) => statSync(one).uid)
    expect(owners).toEqual([NOBODY, NOBODY, NOBODY, NOBODY])
  })

  test('not, when it is a folder, which is told from a disk that fails', async () => {
    const { path, backup } = await kept()
    await expect(restore(dirname(path), path)).rejects.toThrow('is no backup of Holdfast')
    expect([existsSync(`${path}.before`), existsSync(backup)]).toEqual([false, true])
  })
})

describe('a disk that is full', () => {
  test('leaves nothing of a backup under its name, and nothing of a restored one beside the file', async () => {
    if (process.getuid?.() !== 0) return
    const { path, backup } = await kept()
    const disk = await scarce(scratch('backup-full'))
    try {
      const [to, place] = [join(disk.folder, 'kept.db'), join(disk.folder, 'holdfast.db')]
      disk.fill()
      expect(() => backUp(path, to)).toThrow(`No backup was written to ${to}: `)
      await expect(restore(backup, place)).rejects.toThrow()
      expect(readdirSync(disk.folder).filter((name) => name !== 'filler')).toEqual(['holdfast.db-worker'])
      disk.empty()
      backUp(path, to)
      await restore(to, place)
      expect(await ticksOf(place)).toEqual(['kept'])
    } finally {
      await disk.end()
    }
  })
})

test('a backup is its owner’s alone, as the folder is that it comes from', async () => {
  const { backup } = await kept()
  expect(statSync(backup).mode & 0o777).toBe(0o600)
})

import { afterAll, describe, expect, test } from 'bun:test'
import { copyFileSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openDatabase } from '../../src/db/open.ts'
import { backUp, restore } from '../../src/db/sqlite/backup.ts'
import { scratch } from '../support/scratch.ts'

const PAGE = 4096
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

  test('that is not there', async () => {
    const { path, backup } = await kept()
    const other = `${path}.other`
    await restore(backup, other)
    expect([await ticksOf(other), existsSync(`${other}.before`)]).toEqual([['kept'], false])
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
})

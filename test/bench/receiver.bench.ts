/**
 * The receiver over HTTP, one POST with one item a request, each of an event of its own; 202 means that its row is
 * committed. On a durable Postgres at least 1.5 times the single-row inserts that `postgres` alone reaches at ten
 * clients, and on SQLite with synchronous=full at least 3 times its raw single-row transactions, each in the same run;
 * 99 of 100 within 50 ms at 64 clients and within 20 ms at a steady 5,000 a second. What it takes in is measured at 64
 * clients and at 256, for 64 that wait for their answers leave both cores idle while the disk is waited for. From the answer to the booking
 * updated, on an idle system with the pretended Graph, under 50 ms at the median.
 *
 * Beside it stands the least that could be called a receiver (`bareReceiver.ts`): what it reaches is what this machine
 * allows, and the rest is ours.
 *
 * Holdfast receives in a process without worker (`serve --no-worker`), for what is measured is the receiver; the load
 * comes from this process. With Postgres all three share the machine's cores, and what each took is printed beside.
 */
import { Database as File } from 'bun:sqlite'
import { join } from 'node:path'
import { openDatabase } from '../../src/db/open.ts'
import { bare } from './bare.ts'
import { percentile } from './clients.ts'
import { CLIENTS, compete, show } from './compete.ts'
import { followed } from './followed.ts'
import { emptyFolder, serve } from './house.ts'
import { notification, SEAL_KEY, subscribeAll } from './posts.ts'
import { furnish, stage } from './stage.ts'
import { steady } from './steady.ts'

const STEADY = { per_second: 5000, seconds: 6 }
const ALONE = { env: { SEAL_KEY }, holdfast: ['--no-worker'] }

const named = process.argv.slice(2)
const parts = named.length > 0 ? named : ['postgres', 'sqlite', 'followed']

if (parts.includes('postgres')) await onPostgres()
if (parts.includes('sqlite')) await onSqlite()
if (parts.includes('followed')) await untilFollowed()

async function onPostgres() {
  const { origin, pid, db, url, sql, rawInserts, stop } = await stage(10, ALONE)
  const barest = await bare(url)
  try {
    await subscribeAll(db)
    await rawInserts(1000)
    const said = { name: 'Postgres', raw_name: 'single-row inserts, ten clients', bar: 'at least 1.5' }
    const empty = async () => void (await sql`truncate webhook_jobs`)
    await compete(said, { origin, pid }, barest, { raw: rawInserts, empty })
    const { times_ms, others } = await steady({ origin, clients: CLIENTS, next: notification, ...STEADY })
    const p99 = percentile(times_ms, 0.99).toFixed(1)
    show(
      `Postgres: steady ${STEADY.per_second} a second, half within`,
      `${percentile(times_ms, 0.5).toFixed(1)} ms`,
    )
    show('Postgres: 99 of 100 within (bar: under 20 ms)', `${p99} ms`)
    for (const [status, count] of others) show(`answered ${status}`, String(count))
  } finally {
    await barest.stop()
    await stop()
  }
}

async function onSqlite() {
  const folder = emptyFolder()
  const path = join(folder, 'holdfast.db')
  const db = await openDatabase({ sqlite_path: path })
  await db.migrate()
  await furnish(db, 10)
  await subscribeAll(db)
  await db.close()
  const { origin, pid, stop } = await serve({}, { ...ALONE, folder })
  const barest = await bare(path)
  try {
    const said = {
      name: 'SQLite',
      raw_name: 'single-row transactions, synchronous=full',
      bar: 'at least 3',
    }
    const raw = async (for_ms: number) => rawTransactions(join(folder, 'raw.db'), for_ms)
    await compete(said, { origin, pid }, barest, { raw, empty: async () => emptied(path) })
  } finally {
    await barest.stop()
    await stop()
  }
}

async function untilFollowed() {
  for (const [name, dialect] of [
    ['Postgres', 'postgres'],
    ['SQLite', 'sqlite'],
  ] as const) {
    const { half, most } = await followed(dialect)
    show(`${name}: moved in Outlook, booking updated, half within`, `${half.toFixed(1)} ms`)
    show(`${name}: 99 of 100 within (bar at the half: under 50 ms)`, `${most.toFixed(1)} ms`)
  }
}

/** Takes what was received out of the file, beside the process that serves. */
function emptied(path: string): void {
  const file = new File(path)
  file.run('pragma busy_timeout = 5000')
  file.run('delete from webhook_jobs')
  file.close()
}

/** What `bun:sqlite` alone reaches with one row a transaction. */
function rawTransactions(path: string, for_ms: number): number {
  const file = new File(path, { create: true })
  file.run('pragma journal_mode = wal')
  file.run('pragma synchronous = full')
  file.run('create table if not exists raw_inserts (id integer primary key, name text not null)')
  const insert = file.query('insert into raw_inserts (name) values (?)')
  let rows = 0
  const begun = performance.now()
  for (; performance.now() - begun < for_ms; rows += 1) insert.run('one row')
  const rate = (rows * 1000) / (performance.now() - begun)
  file.close()
  return rate
}

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
import { drive, percentile } from './clients.ts'
import { cpuOf } from './cpu.ts'
import { followed } from './followed.ts'
import { emptyFolder, serve } from './house.ts'
import { notification, SEAL_KEY, subscribeAll } from './posts.ts'
import { furnish, stage } from './stage.ts'
import { steady } from './steady.ts'

const CLIENTS = 64
/** As many as it takes that nobody idles. */
const CROWD = 256
const WARM_UP = 10_000
const POSTS = Number(process.env.POSTS ?? 40_000)
const STEADY = { per_second: 5000, seconds: 6 }
const ALONE = { env: { SEAL_KEY }, holdfast: ['--no-worker'] }

const named = process.argv.slice(2)
const parts = named.length > 0 ? named : ['postgres', 'sqlite', 'followed']
const show = (label: string, text: string) => console.log(`${label.padEnd(58)}${text}`)

if (parts.includes('postgres')) await onPostgres()
if (parts.includes('sqlite')) await onSqlite()
if (parts.includes('followed')) await untilFollowed()

async function onPostgres() {
  const { origin, pid, db, url, rawInserts, stop } = await stage(10, ALONE)
  try {
    await subscribeAll(db)
    await rawInserts(1000)
    const before = await rawInserts(3000)
    const rates = await crowds(origin, pid, 'Postgres')
    const barest = await barely(url)
    const raw = (before + (await rawInserts(3000))) / 2
    show('Postgres: single-row inserts, ten clients', `${Math.round(raw)} a second`)
    showRatios('Postgres', rates, barest, raw, 'at least 1.5')
    const { times_ms, others } = await steady({ origin, clients: CLIENTS, next: notification, ...STEADY })
    const p99 = percentile(times_ms, 0.99).toFixed(1)
    show(
      `Postgres: steady ${STEADY.per_second} a second, half within`,
      `${percentile(times_ms, 0.5).toFixed(1)} ms`,
    )
    show('Postgres: 99 of 100 within (bar: under 20 ms)', `${p99} ms`)
    for (const [status, count] of others) show(`answered ${status}`, String(count))
  } finally {
    await stop()
  }
}

async function onSqlite() {
  const folder = emptyFolder()
  const db = await openDatabase({ sqlite_path: join(folder, 'holdfast.db') })
  await db.migrate()
  await furnish(db, 10)
  await subscribeAll(db)
  await db.close()
  const { origin, pid, stop } = await serve({}, { ...ALONE, folder })
  try {
    const before = rawTransactions(join(folder, 'raw.db'), 3000)
    const rates = await crowds(origin, pid, 'SQLite')
    const barest = await barely(join(folder, 'holdfast.db'))
    const raw = (before + rawTransactions(join(folder, 'raw.db'), 3000)) / 2
    show('SQLite: single-row transactions, synchronous=full', `${Math.round(raw)} a second`)
    showRatios('SQLite', rates, barest, raw, 'at least 3')
  } finally {
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

/** How many a second are stored by as many clients. */
type Rates = Map<number, number>

async function crowds(origin: string, pid: number, told?: string): Promise<Rates> {
  await posted({ origin, pid, clients: CLIENTS, count: WARM_UP })
  const rates: Rates = new Map()
  for (const clients of [CLIENTS, CROWD])
    rates.set(clients, await posted({ origin, pid, clients, count: POSTS, told }))
  return rates
}

function showRatios(told: string, rates: Rates, barest: Rates, raw: number, bar: string) {
  for (const [clients, rate] of rates) {
    show(`${told}: ratio of the barest, ${clients} clients`, (barest.get(clients)! / raw).toFixed(2))
    show(`${told}: ratio, ${clients} clients (bar: ${bar})`, (rate / raw).toFixed(2))
  }
}

interface Load {
  origin: string
  pid: number
  clients: number
  count: number
  told?: string
}

/** Posts so many, each client the next once it is answered; answers how many a second were stored. */
async function posted({ origin, pid, clients, count, told }: Load): Promise<number> {
  const times: number[] = []
  const others = new Map<number, number>()
  let left = count
  const [ours, theirs] = [cpuOf(process.pid), cpuOf(pid)]
  const took_ms = await drive({
    origin,
    clients,
    next: () => (left-- > 0 ? notification(origin) : undefined),
    take: ({ status, took_ms }) => {
      if (status === 202) times.push(took_ms)
      else others.set(status, (others.get(status) ?? 0) + 1)
    },
  })
  const rate = (times.length * 1000) / took_ms
  if (told === undefined) return rate
  const micros = (ms: number) => `${((ms * 1000) / count).toFixed(0)} µs`
  show(`${told}: stored and answered, ${clients} clients`, `${Math.round(rate)} a second`)
  show(`${told}: half within`, `${percentile(times, 0.5).toFixed(1)} ms`)
  const bar = clients === CLIENTS ? ' (bar: under 50 ms)' : ''
  show(`${told}: 99 of 100 within${bar}`, `${percentile(times, 0.99).toFixed(1)} ms`)
  show(`${told}: CPU time of Holdfast for each`, micros(cpuOf(pid) - theirs))
  show(`${told}: CPU time of the clients for each`, micros(cpuOf(process.pid) - ours))
  for (const [status, n] of others) show(`answered ${status}`, String(n))
  return rate
}

/** The same of the barest receiver, over the same database. */
async function barely(place: string): Promise<Rates> {
  const { origin, pid, stop } = await bare(place)
  try {
    return await crowds(origin, pid)
  } finally {
    await stop()
  }
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

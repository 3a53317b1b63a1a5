/**
 * Four processes on one Postgres, killed at random, their connections cut, their clocks set; afterwards every job was
 * done as often as its kind allows: `bun test/soak/soak.ts [seconds]`.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import postgres from 'postgres'
import { openDatabase } from '../../src/db/open.ts'
import { enqueue, type NewJob } from '../../src/jobs/enqueue.ts'
import { onServer, startPostgres } from '../support/postgres.ts'
import { steppingClock } from './clock.ts'
import { judge } from './judge.ts'
import { LEDGER } from './kinds.ts'

const SECONDS = Number(process.argv[2] ?? 60)
const LEASE_MS = 5000
const STEPS_MS = 5000
const PROCESSES = 4

const server = await startPostgres()
await onServer(server.url, 'create database soak')
const url = `${server.url}/soak`
const db = await openDatabase({ url })
await db.migrate()
const sql = postgres(url, { max: 2, fetch_types: false, onnotice: () => {} })
await sql.unsafe(LEDGER)

const deaths = new Map<string, Date>()
/** Processes that nobody killed: a cut connection must end none. */
const selfEnded: string[] = []
const logs = mkdtempSync(join(tmpdir(), 'holdfast-soak-'))
const enqueued = new Map<string, number>()
const counts = { kills: 0, cuts: 0 }
const clock = steppingClock(STEPS_MS)
let named = 0
let running = true
const workers = Array.from({ length: PROCESSES }, start)
const until_ms = performance.now() + SECONDS * 1000

await Promise.all([chaos(), trouble()])
const drained = await drain()
running = false
for (const worker of workers) (await worker).kill('SIGTERM')
await Promise.all(workers.map(async (worker) => (await worker).exited))
const faults = [...selfEnded, ...(await judge(sql, enqueued, deaths))]
clock.stop()
await sql.end()
await db.close()
await server.stop()
rmSync(logs, { recursive: true, force: true })

const jobs = [...enqueued.values()].reduce((a, b) => a + b, 0)
console.log(
  `soak: ${SECONDS} s, ${jobs} jobs, ${counts.kills} kills, ${counts.cuts} cuts, drained: ${drained}`,
)
for (const fault of faults.slice(0, 20)) console.log(`  ${fault}`)
console.log(
  faults.length === 0 && drained ? 'soak: nothing lost, nothing doubled' : `soak: ${faults.length} FAULTS`,
)
process.exit(faults.length === 0 && drained ? 0 : 1)

/** A process that is started again whenever it dies. */
async function start(_: unknown, place: number) {
  named += 1
  const name = `w${named}`
  const script = `${import.meta.dir}/worker.ts`
  const child = Bun.spawn([process.execPath, script, url, name, String(LEASE_MS), String(STEPS_MS)], {
    stdout: 'ignore',
    stderr: Bun.file(join(logs, name)),
  })
  child.exited.then((code) => {
    deaths.set(name, new Date())
    if (!running) return
    if (child.signalCode !== 'SIGKILL')
      selfEnded.push(`${name} ended by itself with ${code}: ${lastWords(name)}`)
    workers[place] = start(_, place)
  })
  return child
}

function lastWords(name: string): string {
  return readFileSync(join(logs, name), 'utf8').slice(-2000)
}

/** Jobs of all kinds, as they come. */
async function chaos() {
  for (let n = 0; performance.now() < until_ms; n += 1) {
    const jobs = [...batch(n)]
    await db
      .transaction((tx) => enqueue(tx, clock, 'outbox_jobs', jobs))
      .then(
        () => jobs.forEach(counted),
        () => {},
      )
    await Bun.sleep(5)
  }
}

function* batch(n: number): Generator<NewJob> {
  const tenant_id = `t${n % 5}`
  for (const kind of ['plain', 'limited', 'failing', 'snoozing', 'chain'])
    yield { kind, tenant_id, payload: { n }, priority: n % 3 === 0 ? 10 : 100 }
  yield { kind: 'keyed', key: String(n % 10), tenant_id, payload: { n: n % 10 } }
  if (n % 50 === 0) yield { kind: 'slow', payload: { n } }
  if (n % 20 === 0) yield { kind: 'hopeless', tenant_id, payload: { n } }
  if (n % 1500 === 700) yield { kind: 'poison', payload: { n } }
}

function counted({ kind }: NewJob) {
  enqueued.set(kind, (enqueued.get(kind) ?? 0) + 1)
  if (kind === 'chain') enqueued.set('link', (enqueued.get('link') ?? 0) + 1)
}

/** Kills processes and cuts connections. */
async function trouble() {
  while (performance.now() < until_ms) {
    await Bun.sleep(500 + Math.random() * 2500)
    if (Math.random() < 0.5) {
      ;(await workers[Math.floor(Math.random() * PROCESSES)]!).kill('SIGKILL')
      counts.kills += 1
    } else {
      const cut = await sql`select pg_terminate_backend(pid) from pg_stat_activity
        where datname = 'soak' and pid <> pg_backend_pid() and application_name <> 'ledger' and random() < 0.5`
      counts.cuts += cut.length
    }
  }
}

/** Waits until all is done; false when that takes too long. */
async function drain(): Promise<boolean> {
  const limit_ms = performance.now() + 120_000
  while (performance.now() < limit_ms) {
    const [left] =
      await sql`select count(*)::int as count from outbox_jobs where status in ('pending', 'running')`
    if (left!.count === 0) return true
    await Bun.sleep(250)
  }
  return false
}

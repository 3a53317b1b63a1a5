import postgres from 'postgres'
import { openDatabase } from '../../src/db/open.ts'
import { startWorker } from '../../src/jobs/worker.ts'
import { systemClock } from '../../src/lib/clock.ts'
import { systemEntropy } from '../../src/lib/entropy.ts'
import { silentLog } from '../../src/lib/log.ts'
import { onServer } from '../support/postgres.ts'
import { bareLoop } from './jobsBare.ts'
import { kind, WAITING } from './jobsHoldfast.ts'
import { compare, interleaved, part, ratio, say } from './jobsTable.ts'

const HISTORY = Number(process.env.HISTORY ?? 10_000_000)
const SNAPSHOT_S = Number(process.env.SNAPSHOT_S ?? 30)
const PLACES = 1000

/** The same work in an empty table and in one with ten million finished rows, turn by turn. */
export async function history(server: string, jobs: number): Promise<void> {
  part(`In a table with ${HISTORY} finished rows (jobs/s)`)
  const empty = await house(server, 'without_history')
  const full = await house(server, 'with_history')
  for (let left = HISTORY; left > 0; left -= 1_000_000)
    await full.client.unsafe(FINISHED, [Math.min(left, 1_000_000)])
  await full.client.unsafe('vacuum analyze outbox_jobs')
  const rates = await interleaved([
    { name: 'empty', run: () => rateOf(empty, server, jobs) },
    { name: 'full', run: () => rateOf(full, server, jobs) },
  ])
  compare(rates, ['full', 'empty'], 0.9)
  await empty.close()
  await full.close()
}

const FINISHED = `insert into outbox_jobs (kind, payload, status, attempts, turn, run_at_utc, created_at_utc, finished_at_utc)
  select 'a', '{"n":1}', 'done', 1, 1, now(), now(), now() from generate_series(1, $1::int)`

/** The rate after another transaction has kept its snapshot open for half a minute, as a dump does. */
export async function snapshot(server: string): Promise<void> {
  part(`While a snapshot is held open, after ${SNAPSHOT_S} s (jobs/s)`)
  const ours = await house(server, 'snapshot')
  const bare = bareLoop(`${server}/snapshot`)
  await bare.prepare()
  const measure = async (
    name: string,
    run: (until: () => boolean, onJobs: (count: number) => void) => Promise<void>,
  ) => {
    const calm = await lateRate(server, false, run)
    const held = await lateRate(server, true, run)
    say(`${name}, undisturbed`, calm.toFixed())
    say(`${name}, snapshot held`, held.toFixed())
    return held / calm
  }
  const plain = await measure('bare loop', async (until, onJobs) => {
    await bare.fill(3_000_000)
    await bare.process(2, until, onJobs)
  })
  const kept = await measure('Holdfast', async (until, onJobs) => {
    await ours.client.unsafe('truncate outbox_jobs')
    await ours.client.unsafe(WAITING, [3_500_000])
    const worker = await work(ours, () => onJobs(1))
    while (!until()) await Bun.sleep(50)
    await worker.stop(5000)
  })
  ratio('bare loop, held to undisturbed', plain)
  ratio('Holdfast, held to undisturbed', kept, 0.35)
  await bare.close()
  await ours.close()
}

const LAST_S = 5

/** Jobs a second in the last five seconds of the time. */
async function lateRate(
  server: string,
  isHeld: boolean,
  run: (until: () => boolean, onJobs: (count: number) => void) => Promise<void>,
): Promise<number> {
  const client = postgres(`${server}/snapshot`, { max: 1, onnotice: () => {} })
  let began_ms = 0
  let count = 0
  let late = 0
  const seconds = () => (performance.now() - began_ms) / 1000
  const ended = run(
    () => began_ms > 0 && seconds() > SNAPSHOT_S + LAST_S,
    (jobs) => {
      if (began_ms === 0) began_ms = performance.now()
      count += jobs
      if (seconds() > SNAPSHOT_S) late += jobs
    },
  )
  while (count === 0) await Bun.sleep(5)
  if (isHeld) {
    await client.unsafe('begin isolation level repeatable read')
    await client.unsafe('select count(*) from cron_ticks')
  }
  await ended
  await client.end()
  return late / LAST_S
}

async function house(server: string, name: string) {
  await onServer(server, `create database ${name}`)
  const url = `${server}/${name}`
  const db = await openDatabase({ url })
  await db.migrate()
  const client = postgres(url, { max: 1, onnotice: () => {} })
  const close = async () => {
    await client.end()
    await db.close()
  }
  return { db, client, close }
}

type House = Awaited<ReturnType<typeof house>>

function work({ db }: House, onJob: () => void) {
  const clock = systemClock
  return startWorker({
    db,
    clock,
    entropy: systemEntropy,
    log: silentLog,
    concurrency: PLACES,
    kinds: [kind(onJob)],
  })
}

async function rateOf(place: House, server: string, jobs: number): Promise<number> {
  await place.client.unsafe(WAITING, [jobs])
  await place.client.unsafe('vacuum analyze outbox_jobs')
  await onServer(server, 'checkpoint')
  const done = Promise.withResolvers<void>()
  let count = 0
  let began_ms = 0
  const worker = await work(place, () => {
    if (count === 0) began_ms = performance.now()
    count += 1
    if (count === jobs) done.resolve()
  })
  await done.promise
  const took_ms = performance.now() - began_ms
  await worker.stop(5000)
  return (jobs / took_ms) * 1000
}

/**
 * The job loop beside the two best queues on npm and a bare loop, on one durable Postgres in one run. All of it takes
 * about ten minutes; PARTS=throughput,latency runs only those. Holdfast's claims and ends do not wait for the disk
 * (synchronous_commit is off in its own sessions), its enqueues do; the peers wait as they are made to.
 */
import { openDatabase } from '../../src/db/open.ts'
import { onServer, startPostgres } from '../support/postgres.ts'
import { bareLoop } from './jobsBare.ts'
import type { Contestant, Setting } from './jobsContestant.ts'
import { graphile } from './jobsGraphile.ts'
import { history, snapshot } from './jobsGrowth.ts'
import { holdfast } from './jobsHoldfast.ts'
import { pgBoss } from './jobsPgBoss.ts'
import { sqlite } from './jobsSqlite.ts'
import { interleaved, ROUNDS, ratio } from './jobsTable.ts'

const JOBS = Number(process.env.JOBS ?? 100_000)
const wanted = process.env.PARTS?.split(',')
const wants = (part: string) => wanted === undefined || wanted.includes(part)

const server = await startPostgres({ durable: true, settings: ['shared_buffers=1GB', 'max_wal_size=4GB'] })
await onServer(server.url, 'create database bench')
const url = `${server.url}/bench`
const db = openDatabase({ url })
const ours = holdfast(url, db)
const peers = [graphile(url), pgBoss(url)]
const bare = bareLoop(url)

try {
  for (const contestant of [ours, ...peers]) await contestant.prepare()
  await bare.prepare()
  if (wants('throughput')) await throughput()
  if (wants('single')) await single()
  if (wants('enqueue')) await enqueueing()
  if (wants('latency')) await latency()
  if (wants('sqlite')) await sqlite(30_000)
  if (wants('history')) await history(server.url, JOBS)
  if (wants('snapshot')) await snapshot(server.url)
} finally {
  for (const contestant of [ours, ...peers]) await contestant.close()
  await bare.close()
  await db.close()
  await server.stop()
}

async function throughput() {
  console.log(`\nprocessing ${JOBS} trivial jobs (jobs/s, median of ${ROUNDS} rounds)`)
  const trials = [ours, ...peers].flatMap((who) => who.fast.map((setting) => ({ who, setting })))
  const rates = await interleaved(
    trials.map(({ who, setting }) => ({
      name: `${who.name}: ${setting.label}`,
      run: () => rateOf(who, setting, JOBS),
    })),
  )
  const bares = await interleaved(
    [1, 2, 4].map((lanes) => ({ name: `bare: ${lanes} loops`, run: () => bareRate(lanes) })),
  )
  const best = (name: string) =>
    Math.max(...rates.filter((it) => it.name.startsWith(name)).map((it) => it.rate))
  const bareBest = Math.max(...bares.map((it) => it.rate))
  ratio('to graphile-worker', best('Holdfast') / best('graphile'), 1.15)
  ratio('to pg-boss', best('Holdfast') / best('pg-boss'), 1.2)
  ratio('to the bare loop at batch 100', best('Holdfast') / bareBest, 0.75)
}

async function single() {
  const count = Math.ceil(JOBS / 10)
  console.log(`\none at a time, ${count} jobs (jobs/s)`)
  const trials = [ours, ...peers].flatMap((who) => who.unbatched.map((setting) => ({ who, setting })))
  const rates = await interleaved(
    trials.map(({ who, setting }) => ({
      name: `${who.name}: ${setting.label}`,
      run: () => rateOf(who, setting, count),
    })),
  )
  const of = (name: string) => rates.find((it) => it.name.startsWith(name))!.rate
  ratio('one place to graphile-worker, one job', of('Holdfast: 1 ') / of('graphile-worker: 1 '), 1)
  ratio('one place to graphile-worker, 24 jobs', of('Holdfast: 1 ') / of('graphile-worker: 24'), 1)
  ratio('24 places to graphile-worker, 24 jobs', of('Holdfast: 24') / of('graphile-worker: 24'), 1)
}

async function enqueueing() {
  console.log('\nenqueueing one by one, ten clients (jobs/s)')
  const rates = await interleaved([
    ...[ours, ...peers].map((who) => ({ name: who.name, run: () => sendRate(() => who.send()) })),
    { name: 'raw insert', run: () => sendRate(() => bare.insert()) },
  ])
  const of = (name: string) => rates.find((it) => it.name === name)!.rate
  ratio('to pg-boss send()', of('Holdfast') / of('pg-boss'), 3)
  ratio('to graphile-worker addJob()', of('Holdfast') / of('graphile-worker'), 8)
  ratio('to the raw insert', of('Holdfast') / of('raw insert'), 0.8)
}

async function latency() {
  console.log('\nfrom enqueue to start in one process, idle (ms, median of 300)')
  const medians = new Map<string, number>()
  for (const who of [ours, ...peers]) {
    await who.fill(0)
    medians.set(who.name, await medianLatency(who))
    console.log(`${who.name.padEnd(44)}${medians.get(who.name)!.toFixed(2)}`)
  }
  ratio('to graphile-worker', medians.get('Holdfast')! / medians.get('graphile-worker')!, 0.5, 'at most')
  ratio('ms at the median', medians.get('Holdfast')!, 2, 'at most')
}

async function medianLatency(who: Contestant): Promise<number> {
  let started = () => {}
  const listener = await who.listen(() => started())
  const times: number[] = []
  for (let i = 0; i < 320; i += 1) {
    await Bun.sleep(5 + (i % 7))
    const began_ms = performance.now()
    const { promise, resolve } = Promise.withResolvers<void>()
    started = resolve
    await who.nudge()
    await promise
    if (i >= 20) times.push(performance.now() - began_ms)
  }
  await listener.stop()
  return times.toSorted((a, b) => a - b)[times.length / 2]!
}

async function rateOf(who: Contestant, setting: Setting, count: number): Promise<number> {
  await who.fill(count)
  await onServer(server.url, 'checkpoint')
  return (count / (await who.process(count, setting))) * 1000
}

async function bareRate(lanes: number): Promise<number> {
  await bare.fill(JOBS)
  await onServer(server.url, 'checkpoint')
  const { count, took_ms } = await bare.process(lanes)
  return (count / took_ms) * 1000
}

async function sendRate(send: () => Promise<void>): Promise<number> {
  await onServer(server.url, 'checkpoint')
  let count = 0
  const until_ms = performance.now() + 2000
  const client = async () => {
    while (performance.now() < until_ms) {
      await send()
      count += 1
    }
  }
  await Promise.all(Array.from({ length: 10 }, client))
  return count / 2
}

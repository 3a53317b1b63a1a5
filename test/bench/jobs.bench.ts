/**
 * The job loop beside the two best queues on npm and a bare loop, on one durable Postgres in one run. All of it takes
 * about fifteen minutes; `bun run bench jobs latency single` runs only those parts. Everyone's claims and ends do without
 * waiting for the disk (synchronous_commit is off in those sessions), as ours do by design; everyone's enqueues wait.
 * Beside that, without a bar, the peers as they come, whose claims and ends wait too.
 */
import { openDatabase } from '../../src/db/open.ts'
import { onServer, startPostgres } from '../support/postgres.ts'
import { bareLoop } from './jobsBare.ts'
import { graphile } from './jobsGraphile.ts'
import { history, snapshot } from './jobsGrowth.ts'
import { holdfast } from './jobsHoldfast.ts'
import { latency } from './jobsLatency.ts'
import { pgBoss } from './jobsPgBoss.ts'
import { enqueueing, single, throughput } from './jobsRates.ts'
import { sqlite } from './jobsSqlite.ts'

/** Many enough that the first claim and the warming up count for little. */
const JOBS = Number(process.env.JOBS ?? 100_000)

const server = await startPostgres({ durable: true, settings: ['shared_buffers=1GB', 'max_wal_size=4GB'] })
await onServer(server.url, 'create database bench')
const url = `${server.url}/bench`
const db = await openDatabase({ url })
const field = {
  ours: holdfast(url, db),
  graphile: graphile(url, { waits: false }),
  pgBoss: pgBoss(url, { waits: false }),
  asTheyCome: [graphile(url, { waits: true }), pgBoss(url, { waits: true })],
  bare: bareLoop(url),
  checkpoint: () => onServer(server.url, 'checkpoint'),
}
const everyone = [field.ours, field.graphile, field.pgBoss, ...field.asTheyCome, field.bare]

const parts: Record<string, () => Promise<void>> = {
  throughput: () => throughput(field, JOBS),
  single: () => single(field, Math.ceil(JOBS / 20)),
  enqueue: () => enqueueing(field),
  latency: () => latency(field),
  sqlite: () => sqlite(30_000),
  history: () => history(server.url, JOBS),
  snapshot: () => snapshot(server.url),
}

try {
  const wanted = process.argv.slice(2)
  for (const name of wanted)
    if (!parts[name]) throw new Error(`There is no part ${name}. There are: ${Object.keys(parts).join(', ')}`)
  for (const contestant of everyone) await contestant.prepare()
  for (const name of wanted.length > 0 ? wanted : Object.keys(parts)) await parts[name]!()
} catch (error) {
  // Said before the shutdown, which may fail in its turn.
  console.error(error)
  process.exitCode = 1
} finally {
  for (const contestant of everyone) await contestant.close()
  await db.close()
  await server.stop()
}

import postgres from 'postgres'
import { z } from 'zod'
import type { Database } from '../../src/db/database.ts'
import { announcing } from '../../src/jobs/announce.ts'
import { enqueue } from '../../src/jobs/enqueue.ts'
import type { JobKind } from '../../src/jobs/kind.ts'
import { wakeSignal } from '../../src/jobs/wake.ts'
import { startWorker } from '../../src/jobs/worker.ts'
import { systemClock } from '../../src/lib/clock.ts'
import { systemEntropy } from '../../src/lib/entropy.ts'
import { jsonLog } from '../../src/lib/log.ts'
import { type Contestant, meter, type Setting } from './jobsContestant.ts'

/** So many jobs that are due. */
export const WAITING = `insert into outbox_jobs (kind, payload, run_at_utc, created_at_utc)
  select 'a', '{"n":1}', now() - interval '1 second', now() from generate_series(1, $1::int)`

const UNDONE = `select id from outbox_jobs where status = 'pending'
  union all select id from outbox_jobs where status = 'running' limit 1`

/** Ours, on Postgres. */
export function holdfast(url: string, db: Database): Contestant {
  const client = postgres(url, { max: 2, onnotice: () => {} })
  const wake = wakeSignal()
  const start = ({ concurrency }: Setting, onJob: () => void) =>
    startWorker({
      db,
      clock: systemClock,
      entropy: systemEntropy,
      log: jsonLog('warn', console.error),
      wake,
      concurrency,
      kinds: [kind(onJob)],
    })
  const isEmpty = async () => (await client.unsafe(UNDONE)).length === 0
  const announced = announcing(db, wake)
  const send = () => enqueue(announced, systemClock, 'outbox_jobs', [{ kind: 'a', payload: { n: 1 } }])
  return {
    name: 'Holdfast',
    prepare: async () => {
      await db.migrate()
    },
    fill: async (count) => {
      await client.unsafe('truncate outbox_jobs')
      await client.unsafe(WAITING, [count])
      await client.unsafe('vacuum analyze outbox_jobs')
    },
    process: async (count, setting) => {
      const metered = meter(count, isEmpty)
      const workers = await Promise.all(crewsOf(setting).map((crew) => start(crew, metered.job)))
      const rate = await metered.rate
      await Promise.all(workers.map((worker) => worker.stop(5000)))
      return rate
    },
    fast: [
      { label: '1000 places', concurrency: 1000, batch: 0 },
      { label: '4000 places', concurrency: 4000, batch: 0 },
      { label: '8000 places', concurrency: 8000, batch: 0 },
    ],
    unbatched: [
      { label: '1 place', concurrency: 1, batch: 0 },
      { label: '24 places', concurrency: 24, batch: 0 },
      { label: '24 workers of one place', concurrency: 24, batch: 1 },
    ],
    send,
    nudge: send,
    listen: async (onJob) => {
      const worker = await start({ label: '', concurrency: 10, batch: 0 }, onJob)
      return { stop: () => worker.stop(1000) }
    },
    close: () => client.end(),
  }
}

/** With a batch of one, as many workers as there are places: each claims and ends one job at a time. */
function crewsOf(setting: Setting): Setting[] {
  if (setting.batch !== 1) return [setting]
  return Array.from({ length: setting.concurrency }, () => ({ ...setting, concurrency: 1 }))
}

export function kind(onJob: () => void): JobKind<{ n: number }> {
  return {
    name: 'a',
    queue: 'outbox_jobs',
    schema: z.object({ n: z.number() }),
    backoff: { base_ms: 1000, cap_ms: 60_000 },
    deadline_ms: 10_000,
    perform: async () => onJob(),
  }
}

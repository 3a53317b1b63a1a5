import { Logger, makeWorkerUtils, run, type WorkerUtils } from 'graphile-worker'
import { Pool } from 'pg'
import { type Contestant, type Durability, meter, type Setting, workUrl } from './jobsContestant.ts'

const silent = new Logger(() => () => {})

/** What is done it deletes. */
const UNDONE = 'select from graphile_worker._private_jobs limit 1'

/** graphile-worker 0.18. */
export function graphile(url: string, durability: Durability): Contestant {
  const pool = patient(new Pool({ connectionString: url, max: 12 }))
  const workPool = patient(new Pool({ connectionString: workUrl(url, durability), max: 30 }))
  let utils: WorkerUtils
  const start = ({ concurrency, batch }: Setting, onJob: () => void) =>
    run({
      pgPool: workPool,
      logger: silent,
      noHandleSignals: true,
      taskList: { a: async () => onJob() },
      preset: {
        worker: {
          concurrentJobs: concurrency,
          ...(batch > 1
            ? { localQueue: { size: batch }, completeJobBatchDelay: 0, failJobBatchDelay: 0 }
            : {}),
        },
      },
    })
  const send = async () => {
    await utils.addJob('a', { n: 1 })
  }
  const isEmpty = async () => (await pool.query(UNDONE)).rowCount === 0
  return {
    name: durability.waits ? 'graphile-worker as it comes' : 'graphile-worker',
    prepare: async () => {
      utils = await makeWorkerUtils({ pgPool: pool, logger: silent })
      await utils.migrate()
      await utils.addJob('a', { n: 1 })
    },
    fill: async (count) => {
      await pool.query('truncate graphile_worker._private_jobs')
      const jobs =
        "select graphile_worker.add_jobs(array_agg(row('a', '{\"n\":1}'::json, null, null, null, null, null, null)::graphile_worker.job_spec)) from generate_series(1, $1::int)"
      for (let left = count; left > 0; left -= 50_000) await pool.query(jobs, [Math.min(left, 50_000)])
      await pool.query('vacuum analyze graphile_worker._private_jobs')
    },
    process: async (count, setting) => {
      const metered = meter(count, isEmpty)
      const runner = await start(setting, metered.job)
      const rate = await metered.rate
      await runner.stop()
      return rate
    },
    fast: [
      { label: '24 jobs, queue 500', concurrency: 24, batch: 500 },
      { label: '100 jobs, queue 1000', concurrency: 100, batch: 1000 },
      { label: '500 jobs, queue 2000', concurrency: 500, batch: 2000 },
      { label: '500 jobs, queue 4000', concurrency: 500, batch: 4000 },
    ],
    unbatched: [
      { label: '1 place', concurrency: 1, batch: 1 },
      { label: '24 places', concurrency: 24, batch: 1 },
    ],
    send,
    nudge: send,
    listen: async (onJob) => {
      const runner = await start({ label: '', concurrency: 10, batch: 1 }, onJob)
      return { stop: () => runner.stop() }
    },
    close: async () => {
      await utils.release()
      await Promise.all([pool.end(), workPool.end()])
    },
  }
}

/** A connection that is cut at the end of the run is no reason to die. */
function patient(pool: Pool): Pool {
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', () => {}))
  return pool
}

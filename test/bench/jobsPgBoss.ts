import { Pool } from 'pg'
import { PgBoss } from 'pg-boss'
import { type Contestant, type Durability, meter, type Setting, workUrl } from './jobsContestant.ts'

const UNDONE = "select from pgboss.job where name = 'a' and state < 'completed' limit 1"

/** pg-boss 12. */
export function pgBoss(url: string, durability: Durability): Contestant {
  const pool = new Pool({ connectionString: url, max: 2 })
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', () => {}))
  const open = (address: string) => {
    const boss = new PgBoss({
      connectionString: address,
      max: 20,
      schedule: false,
      supervise: false,
      useListenNotify: true,
    })
    boss.on('error', (error) => console.error(`pg-boss: ${error.message}`))
    return boss
  }
  const boss = open(url)
  const worker = open(workUrl(url, durability))
  const work = (queue: string, { concurrency, batch }: Setting, onJob: () => void) =>
    worker.work(
      queue,
      {
        batchSize: batch,
        localConcurrency: concurrency,
        pollingIntervalSeconds: 0.5,
        burstWhenBatchFull: true,
      },
      async (jobs) => {
        for (const _ of jobs) onJob()
      },
    )
  const isEmpty = async () => (await pool.query(UNDONE)).rowCount === 0
  return {
    name: durability.waits ? 'pg-boss as it comes' : 'pg-boss',
    prepare: async () => {
      await boss.start()
      await worker.start()
      await boss.createQueue('a')
      await boss.createQueue('latency', { notify: true })
    },
    fill: async (count) => {
      await boss.deleteAllJobs('a')
      await pool.query('vacuum')
      const jobs = Array.from({ length: 10_000 }, () => ({ data: { n: 1 } }))
      for (let left = count; left > 0; left -= 10_000) await boss.insert('a', jobs.slice(0, left))
      await pool.query('vacuum analyze')
    },
    process: async (count, setting) => {
      const metered = meter(count, isEmpty)
      await work('a', setting, metered.job)
      const rate = await metered.rate
      await worker.offWork('a')
      return rate
    },
    fast: [
      { label: '2 workers, batch 500', concurrency: 2, batch: 500 },
      { label: '2 workers, batch 2000', concurrency: 2, batch: 2000 },
      { label: '2 workers, batch 4000', concurrency: 2, batch: 4000 },
      { label: '4 workers, batch 1000', concurrency: 4, batch: 1000 },
    ],
    unbatched: [],
    send: async () => {
      await boss.send('a', { n: 1 })
    },
    nudge: async () => {
      await boss.send('latency', { n: 1 })
    },
    listen: async (onJob) => {
      await work('latency', { label: '', concurrency: 1, batch: 1 }, onJob)
      return { stop: () => worker.offWork('latency') }
    },
    close: async () => {
      await worker.stop({ graceful: false })
      await boss.stop({ graceful: false })
      await pool.end()
    },
  }
}

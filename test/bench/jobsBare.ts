import postgres from 'postgres'

const CLAIM = `update bare_jobs set status = 'running'
  where id in (select id from bare_jobs where status = 'pending' and run_at <= now()
    order by run_at, id limit 100 for update skip locked)
  returning id, payload`
const COMPLETE = `update bare_jobs set status = 'done' where id = any($1::text::bigint[])`

/** The least that a queue in Postgres can do: claim a hundred with `skip locked`, complete them, again. Waits for no disk. */
export function bareLoop(url: string) {
  const client = postgres(url, { max: 10, onnotice: () => {} })
  const worker = postgres(url, { max: 4, onnotice: () => {}, connection: { synchronous_commit: 'off' } })
  const loop = async (until: () => boolean, onJobs: (count: number) => void) => {
    let count = 0
    while (!until()) {
      const jobs = await worker.unsafe(CLAIM, [], { prepare: true })
      if (jobs.length === 0) break
      count += jobs.length
      onJobs(jobs.length)
      await worker.unsafe(COMPLETE, [`{${jobs.map((job) => job.id).join(',')}}`], { prepare: true })
    }
    return count
  }
  return {
    prepare: async () => {
      await client.unsafe(`create table bare_jobs (id bigint generated always as identity primary key,
        payload jsonb not null, status text not null default 'pending', run_at timestamptz not null default now())`)
      await client.unsafe(`create index on bare_jobs (run_at, id) where status = 'pending'`)
    },
    fill: async (count: number) => {
      await client.unsafe('truncate bare_jobs')
      await client.unsafe(
        `insert into bare_jobs (payload) select '{"n":1}' from generate_series(1, $1::int)`,
        [count],
      )
      await client.unsafe('vacuum analyze bare_jobs')
    },
    /** Works with `lanes` loops side by side; answers jobs and milliseconds. */
    process: async (lanes: number, until = () => false, onJobs = (_: number) => {}) => {
      const began_ms = performance.now()
      const counts = await Promise.all(Array.from({ length: lanes }, () => loop(until, onJobs)))
      return { count: counts.reduce((a, b) => a + b, 0), took_ms: performance.now() - began_ms }
    },
    /** One row inserted into the job table of ours, by hand. */
    insert: async () => {
      const now = new Date().toISOString()
      await client.unsafe(INSERT, ['a', '{"n":1}', now, now], { prepare: true })
    },
    close: async () => {
      await Promise.all([client.end(), worker.end()])
    },
  }
}

const INSERT = `insert into outbox_jobs (kind, payload, run_at_utc, created_at_utc)
  values ($1, $2::text::jsonb, $3::text::timestamptz, $4::text::timestamptz)`

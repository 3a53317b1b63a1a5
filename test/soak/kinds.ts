import type postgres from 'postgres'
import { z } from 'zod'
import type { Database } from '../../src/db/database.ts'
import { enqueue } from '../../src/jobs/enqueue.ts'
import { type JobKind, snooze } from '../../src/jobs/kind.ts'
import type { Clock } from '../../src/lib/clock.ts'
import { Failure } from '../../src/lib/failure.ts'

/** What a run leaves behind, past the queue: rows that the soak counts afterwards. */
export const LEDGER = `
  create table soak_begun (kind text, n int, worker text, run text primary key, at timestamptz default clock_timestamp());
  create table soak_ended (run text primary key, at timestamptz default clock_timestamp());
  create view soak_buried as select booking_id as kind, kind::int as n from tracking_events;
`

const schema = z.object({ n: z.number() })

/** Every way in which a job can end, and some in which it can be disturbed. */
export function soakKinds(db: Database, ledger: postgres.Sql, worker: string, clock: Clock): JobKind[] {
  const kind = (name: string, perform: Perform, more: Partial<JobKind<Payload>> = {}): JobKind<Payload> => ({
    name,
    queue: 'outbox_jobs',
    schema,
    backoff: { base_ms: 100, cap_ms: 1000 },
    deadline_ms: 20_000,
    perform: (payload, { attempt, signal }) =>
      entered(ledger, { kind: name, n: payload.n, worker }, () => perform(payload.n, attempt, signal)),
    onDead: async (tx, { n }) => {
      const trace = { tenant_id: 'soak', booking_id: name, kind: String(n), detail: {} }
      await tx.q
        .insert(tx.t.tracking_events)
        .values({ id: crypto.randomUUID(), ...trace, created_at_utc: new Date() })
    },
    ...more,
  })
  const work = (ms: number) => Bun.sleep(Math.random() * ms)
  return [
    kind('plain', () => work(20)),
    kind('keyed', () => work(40)),
    kind('slow', () => work(8000)),
    kind('limited', () => work(20), { concurrency: 2, concurrency_per_tenant: 1 }),
    kind('failing', async (_, attempt) => {
      await work(10)
      if (attempt < 3) throw new Failure('retry', 'unlucky', 'Try again', { retry_after_ms: 50 })
    }),
    kind('hopeless', () => Promise.reject(new Failure('permanent', 'gone', 'Never'))),
    kind('snoozing', async () => (Math.random() < 0.5 ? snooze(200) : undefined)),
    kind('chain', async (n) => {
      await db.transaction((tx) =>
        enqueue(tx, clock, 'outbox_jobs', [{ kind: 'link', key: `${n}`, payload: { n } }]),
      )
    }),
    kind('link', () => work(5)),
    kind('poison', async () => process.kill(process.pid, 'SIGKILL'), { max_attempts: 3 }),
  ]
}

type Payload = z.infer<typeof schema>
type Perform = (n: number, attempt: number, signal: AbortSignal) => Promise<unknown>

/** Notes when a run begins and when it has ended. */
async function entered(
  ledger: postgres.Sql,
  run: { kind: string; n: number; worker: string },
  work: () => Promise<unknown>,
): Promise<unknown> {
  const id = crypto.randomUUID()
  await ledger`insert into soak_begun ${ledger({ ...run, run: id })}`
  try {
    return await work()
  } finally {
    await ledger`insert into soak_ended (run) values (${id})`
  }
}

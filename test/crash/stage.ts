import { and, eq, inArray, lte } from 'drizzle-orm'
import type { Database } from '../../src/db/database.ts'
import { enqueue } from '../../src/jobs/enqueue.ts'
import { systemClock } from '../../src/lib/clock.ts'
import { NOTIFICATION } from '../../src/sync/payload.ts'
import type { FaultKind } from '../simulators/fault.ts'
import type { Case } from './cases.ts'
import type { Effect } from './effects.ts'
import type { House } from './house.ts'
import { mailboxOf } from './scene.ts'
import type { Providers } from './verdict.ts'

/** Where the cases of one database are played. */
export interface Stage {
  db: Database
  providers: Providers
  house: House
  /** Cases that never came to the point at which they were to be killed. */
  late: Set<Case>
}

/** Orders a provider to fail at a request of this case. */
export function order(
  { providers }: Stage,
  one: Case,
  { provider, request, after = 0 }: Pick<Effect, 'provider' | 'request' | 'after'>,
  kind: FaultKind,
) {
  // In a path the sign is encoded; beside the request line it is not.
  const who = mailboxOf(one).replace('@', '(@|%40)').replaceAll('.', '\\.')
  providers[provider].faults.add({ kind, on: request.replace('{who}', who), after })
}

const AT_ONCE = 24

/** Does `work` for each, a few at a time. */
export async function together(batch: Case[], work: (one: Case) => Promise<unknown>): Promise<void> {
  const left = [...batch]
  const hand = async () => {
    for (let one = left.shift(); one; one = left.shift()) await work(one)
  }
  await Promise.all(Array.from({ length: AT_ONCE }, hand))
}

const LONGEST_MS = 100_000

/** Resolves when no saga of these bookings is under way, and no news of their events waits. */
export async function settled({ db }: Stage, ids: string[]): Promise<void> {
  const { bookings, sagas, webhook_jobs: jobs } = db.t
  await until(async () => {
    const news = await db.q
      .select()
      .from(jobs)
      .where(and(eq(jobs.kind, NOTIFICATION), inArray(jobs.status, ['pending', 'running'])))
    if (news.length > 0) return false
    const open = await db.q
      .select()
      .from(sagas)
      .where(inArray(sagas.status, ['running', 'undoing']))
    if (open.length > 0) return false
    const rows = await db.q.select().from(bookings).where(inArray(bookings.id, ids))
    return rows.every(({ status, saga_id }) => status !== 'confirming' && saga_id === null)
  }, LONGEST_MS)
}

/** Resolves when the house has swept for the salespersons of these bookings. */
export async function swept({ db }: Stage, ids: string[]): Promise<void> {
  const { bookings, outbox_jobs: jobs } = db.t
  const rows = await db.q.select().from(bookings).where(inArray(bookings.id, ids))
  const wanted = rows.map(({ tenant_id, salesperson_id }) => ({
    ...{ kind: SWEEP, tenant_id, key: salesperson_id },
    payload: { tenant_id, salesperson_id },
  }))
  await enqueue(db, systemClock, 'outbox_jobs', wanted)
  const open = and(
    eq(jobs.kind, SWEEP),
    inArray(jobs.key, [...new Set(wanted.map(({ key }) => key))]),
    inArray(jobs.status, ['pending', 'running']),
    // What the clock enqueues meanwhile is for later.
    lte(jobs.run_at_utc, new Date()),
  )
  await until(async () => (await db.q.select().from(jobs).where(open)).length === 0, LONGEST_MS)
}

const SWEEP = 'sweep_orphans'

/** Resolves when it is so, or after `limit_ms`. */
export async function until(is: () => boolean | Promise<boolean>, limit_ms: number): Promise<void> {
  const until_ms = performance.now() + limit_ms
  while (!(await is()) && performance.now() < until_ms) await Bun.sleep(25)
}

import { and, eq, isNotNull, or, type SQL } from 'drizzle-orm'
import { z } from 'zod'
import type { CronEntry } from '../jobs/cron.ts'
import { enqueue, type NewJob, PRIORITY } from '../jobs/enqueue.ts'
import type { JobKind } from '../jobs/kind.ts'
import { is } from '../jobs/status.ts'
import type { Context } from './context.ts'
import { ENSURE, ensureJob } from './ensure.ts'
import { UNOWNED } from './forEver.ts'
import { activeOwners, type MailboxOwner } from './mailboxes.ts'
import { everyRow, isHalfOver, isLiving, resourceOf, type SubscriptionRow } from './subscriptionRow.ts'
import { tidyJob } from './tidy.ts'

const KIND = 'plan_subscriptions'
const PERIOD_MS = 60_000
/** Tenants are listed once in so many turns. */
const TIDY_TURNS = 60
const payload = z.object({ turn: z.number().int() })

/** The turn in which a process begins: everything is looked at. */
export const START = 0

/** The turn of a look that is asked for between two minutes: at what is lacking or superfluous alone, pauses or not. */
export const ASKED = 1

/** Looks which subscriptions want something done. */
export function planJob(turn: number): NewJob {
  // One that was asked for must not absorb that of a start, which looks at everything.
  return {
    kind: KIND,
    key: turn === ASKED ? 'plan_asked' : 'plan',
    payload: { turn },
    priority: PRIORITY.soon,
  }
}

/** Every minute. */
export function planEntry({ clock }: Context): CronEntry {
  return {
    name: KIND,
    period_ms: PERIOD_MS,
    fire: (tx, tick_at_ms) => enqueue(tx, clock, 'outbox_jobs', [planJob(tick_at_ms / PERIOD_MS)]),
  }
}

/** Enqueues what is to be done for each salesperson, and once an hour for each tenant. */
export function planning(ctx: Context): JobKind<z.infer<typeof payload>> {
  return {
    ...UNOWNED,
    name: KIND,
    queue: 'outbox_jobs',
    schema: payload,
    deadline_ms: 60_000,
    backoff: { base_ms: 1000, cap_ms: 30_000 },
    perform: async ({ turn }) => {
      const owners = await activeOwners(ctx)
      const rows = await everyRow(ctx.db)
      const lack = turn === START ? owners : lacking(owners, rows, ctx.clock.now_ms())
      const wanted = [...lack, ...superfluous(owners, rows)]
      // Who asks may have put right what failed: then nobody waits until the pause after the failure is over.
      const under = turn === ASKED ? new Set() : await underWay(ctx)
      const jobs = wanted
        .filter(({ salesperson_id }) => !under.has(salesperson_id))
        .map((one) => ensureJob(one))
      const tenants = turn % TIDY_TURNS === 0 ? [...new Set(owners.map(({ tenant_id }) => tenant_id))] : []
      await enqueue(ctx.db, ctx.clock, 'outbox_jobs', [...jobs, ...tenants.map(tidyJob)])
    },
  }
}

type Owners = Awaited<ReturnType<typeof activeOwners>>

/** Those without a living subscription to their mailbox, or with one that has lived for half its time. */
function lacking(owners: Owners, rows: SubscriptionRow[], now_ms: number): Owners {
  const bySalesperson = new Map(rows.map((row) => [row.salesperson_id, row]))
  return owners.filter((owner) => {
    const row = bySalesperson.get(owner.salesperson_id)
    return !row || row.resource !== resourceOf(owner) || !isLiving(row, now_ms) || isHalfOver(row, now_ms)
  })
}

/** Subscriptions of those who take no bookings any more. */
function superfluous(owners: Owners, rows: SubscriptionRow[]): MailboxOwner[] {
  const wanted = new Set(owners.map(({ salesperson_id }) => salesperson_id))
  return rows.filter(({ salesperson_id }) => !wanted.has(salesperson_id))
}

/** Salespersons whose job waits or runs already: another would cut its pause short. */
async function underWay({ db }: Context): Promise<Set<string | null>> {
  const { outbox_jobs: table } = db.t
  // One condition for each of the two indexes by key: together they would be looked for among all that is done.
  const ensuring = (state: SQL) => and(eq(table.kind, ENSURE), isNotNull(table.key), state)
  const rows = await db.q
    .select({ key: table.key })
    .from(table)
    .where(or(ensuring(is.pending), ensuring(is.running)))
  return new Set(rows.map(({ key }) => key))
}

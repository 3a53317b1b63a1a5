import { and, eq, sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Db } from '../../db/database.ts'
import type { Tables } from '../../db/schema.ts'
import { describe, line } from '../../jobs/describe.ts'
import { type JobKind, snooze } from '../../jobs/kind.ts'
import { nowOf } from '../../lib/clock.ts'
import { Failure } from '../../lib/failure.ts'
import { followUp } from '../../tenants/followUp.ts'
import type { Context } from '../context.ts'
import { goOn, undoAgain } from './compensate.ts'
import { loadRun } from './loadRun.ts'
import { beUnsure } from './performSteps.ts'
import { planOf } from './plans.ts'
import { NotYet, type Plan, type Run, type Step } from './saga.ts'
import { meetingOf } from './zoomMeeting.ts'

type Compensation = Tables['saga_compensations']['$inferSelect']

const payload = z.object({ compensation_id: z.string() })

/**
 * Takes one step back. One that dies is a follow-up, and the next one goes on; retried by an admin, it is begun again
 * with whatever else of the booking is dead.
 */
export function compensation(ctx: Context): JobKind<z.infer<typeof payload>> {
  return {
    name: 'compensate',
    queue: 'outbox_jobs',
    schema: payload,
    concurrency: 32,
    deadline_ms: 60_000,
    max_attempts: 40,
    backoff: { base_ms: 1000, cap_ms: 900_000 },
    perform: async ({ compensation_id }) => {
      const undoing = await find(ctx, ctx.db, compensation_id)
      if (!undoing || undoing.row.state === 'done') return
      const { run, plan, row, step } = undoing
      if (row.state === 'dead') return ctx.db.transaction((tx) => undoAgain(tx, run, plan))
      await checkNotMoving(run)
      try {
        if (!isOutrun(run)) await step.undo!(run)
      } catch (error) {
        if (error instanceof NotYet) return snooze(error.wait_ms)
        // Whoever takes all away at the same time is what it failed for.
        if (!(await isOutrunBy(ctx, undoing))) {
          await rememberTrouble(ctx, compensation_id, line(describe(error)))
          throw error
        }
      }
      await ctx.db.transaction((tx) => end(tx, ctx, undoing, 'done'))
    },
    onDead: async (tx, { compensation_id }, { error }) => {
      const undoing = await find(ctx, tx, compensation_id)
      if (undoing?.row.state !== 'pending') return
      const { row } = undoing
      const meeting = row.step.includes('zoom_meeting') ? await meetingOf(tx, row.booking_id) : undefined
      await followUp(tx, ctx, {
        tenant_id: row.tenant_id,
        kind: 'compensation_dead',
        key: `compensation:${row.id}`,
        booking_id: row.booking_id,
        detail: { step: row.step, reason: row.reason, error: line(error), ...meeting },
      })
      await end(tx, ctx, undoing, 'dead')
    },
  }
}

interface Undoing {
  run: Run
  plan: Plan
  row: Compensation
  step: Step
}

async function find(ctx: Context, db: Db, id: string): Promise<Undoing | undefined> {
  const { saga_compensations: rows } = db.t
  const [row] = await db.q.select().from(rows).where(eq(rows.id, id))
  const run = row && (await loadRun(ctx, db, row.saga_id))
  if (!run) return undefined
  const plan = planOf(run.saga.kind, run.booking)
  const position = plan.steps.findIndex((step) => step.name === row.step)
  beUnsure(run, run.saga.steps[position]!)
  return { run, plan, row, step: plan.steps[position]! }
}

/** What a booking that was confirmed after all lives on must not be taken away; one that was canceled is put back nowhere. */
function isOutrun({ saga, booking }: Run): boolean {
  if (saga.kind === 'reschedule') return booking.revision >= saga.revision
  const lives = booking.status === 'confirming' || booking.status === 'confirmed'
  return saga.kind === 'confirm' && lives && booking.saga_id !== saga.id
}

/**
 * What died may be tried again while the booking is on its way elsewhere: where that ends decides. It does not wait for
 * ever, so that a saga which has lost its job meanwhile is found.
 */
async function checkNotMoving(run: Run): Promise<void> {
  const { ctx, saga, booking } = run
  if (booking.saga_id === null || booking.saga_id === saga.id || isOutrun(run)) return
  const other = await loadRun(ctx, ctx.db, booking.saga_id)
  if (other?.saga.status === 'running')
    throw new Failure('retry', 'booking_moving', 'The booking is just being moved elsewhere')
}

async function isOutrunBy(ctx: Context, { row }: Undoing): Promise<boolean> {
  const now = await find(ctx, ctx.db, row.id)
  return now !== undefined && isOutrun(now.run)
}

async function rememberTrouble(ctx: Context, id: string, last_error: string): Promise<void> {
  const { saga_compensations: rows } = ctx.db.t
  const attempts = sql`${rows.attempts} + 1`
  await ctx.db.q
    .update(rows)
    .set({ attempts, last_error, updated_at_utc: nowOf(ctx.clock) })
    .where(eq(rows.id, id))
}

async function end(tx: Db, ctx: Context, { row, run, plan }: Undoing, state: 'done' | 'dead'): Promise<void> {
  const { saga_compensations: rows } = tx.t
  const [ended] = await tx.q
    .update(rows)
    .set({ state, updated_at_utc: nowOf(ctx.clock) })
    .where(and(eq(rows.id, row.id), eq(rows.state, row.state)))
    .returning({ id: rows.id })
  if (!ended) return
  ctx.metrics.count('holdfast_compensations_total', { step: row.step, outcome: state })
  await goOn(tx, run, plan)
}

import { z } from 'zod'
import { describe, line } from '../../jobs/describe.ts'
import type { JobKind } from '../../jobs/kind.ts'
import { snooze } from '../../jobs/kind.ts'
import { Failure, isFinal } from '../../lib/failure.ts'
import { MINUTE_MS } from '../../scheduling/date.ts'
import type { Context } from '../context.ts'
import { compensate } from './compensate.ts'
import { type Ledger, ledgerOf } from './ledger.ts'
import { loading, loadRun } from './loadRun.ts'
import { performSteps } from './performSteps.ts'
import { planOf } from './plans.ts'
import { NotYet, type Plan } from './saga.ts'

const payload = z.object({ saga_id: z.string() })

type SagaKindOfJob = JobKind<z.infer<typeof payload>>

/** The two kinds of jobs that run sagas, with one ledger. */
export function sagaKinds(ctx: Context): SagaKindOfJob[] {
  const ledger = ledgerOf(ctx)
  return [runSaga(ctx, ledger), runSagaUntilDone(ctx, ledger)]
}

/**
 * Runs a saga for whose end a customer waits: gives up after a minute or two of trouble, and at once where it is told
 * to come back much later.
 */
function runSaga(ctx: Context, ledger: Ledger): SagaKindOfJob {
  return {
    name: 'run_saga',
    max_attempts: 10,
    backoff: { base_ms: 400, cap_ms: 20_000 },
    concurrency: 256,
    ...sagaJob(ctx, ledger),
  }
}

/** Runs a saga that takes away what must go: it is tried for about a day before a person is asked. */
function runSagaUntilDone(ctx: Context, ledger: Ledger): SagaKindOfJob {
  return {
    name: 'run_saga_until_done',
    max_attempts: 100,
    backoff: { base_ms: 400, cap_ms: 30 * 60_000 },
    concurrency: 64,
    ...sagaJob(ctx, ledger),
  }
}

/** Runs a saga from where it stands. It may be run again after a crash at any point. */
function sagaJob(ctx: Context, ledger: Ledger): Omit<SagaKindOfJob, 'name' | 'backoff'> {
  const load = loading(ctx)
  return {
    queue: 'outbox_jobs',
    schema: payload,
    deadline_ms: 60_000,
    perform: async ({ saga_id }, { signal }) => {
      const run = await load(saga_id)
      if (run?.saga.status !== 'running') return
      const plan = planOf(run.saga.kind, run.booking)
      try {
        await performSteps(run, plan, signal, ledger)
        await ledger.finish(run, plan)
      } catch (error) {
        if (error instanceof NotYet) return snooze(error.wait_ms)
        // What no repetition heals in time is an end like another, and no job that died.
        if (!isFinal(error) && !isTooLong(error, plan)) throw error
        await ctx.db.transaction((tx) => compensate(tx, run, plan, line(describe(error))))
      }
      ctx.settled.announce(saga_id, run.outcome)
    },
    onDead: async (tx, { saga_id }, { error }) => {
      const run = await loadRun(ctx, tx, saga_id)
      if (run?.saga.status === 'running')
        await compensate(tx, run, planOf(run.saga.kind, run.booking), line(error))
    },
  }
}

/** Longer than this nobody is left between held and confirmed, whatever pause a provider asks for. */
const LONGEST_PAUSE_MS = 5 * MINUTE_MS
/** Where no customer waits it may be longer, as while the meeting is being held, but the booking can be changed by nobody. */
const LONGEST_UNSEEN_MS = 60 * MINUTE_MS

function isTooLong(error: unknown, { job, goes_on }: Plan): boolean {
  if (job !== 'run_saga' || !(error instanceof Failure)) return false
  return (error.detail.retry_after_ms ?? 0) > (goes_on ? LONGEST_UNSEEN_MS : LONGEST_PAUSE_MS)
}

import type { StepRecord } from '../../db/tables/sagas.ts'
import { describe, line } from '../../jobs/describe.ts'
import { nowOf } from '../../lib/clock.ts'
import { Failure, isFinal, outcomeUnknown } from '../../lib/failure.ts'
import type { Ledger } from './ledger.ts'
import { NotYet, type Plan, type Run, SagaMoved, type Step, type StepResult } from './saga.ts'
import { timeOf } from './timeOf.ts'

/**
 * Does the steps of a saga that are not done yet, in order, and writes down each. The first trouble is thrown; a plan
 * that goes on does all it can before. Begins nothing once `signal` is aborted.
 */
export async function performSteps(run: Run, plan: Plan, signal: AbortSignal, ledger: Ledger): Promise<void> {
  let troubled: unknown
  for (const [position, step] of plan.steps.entries()) {
    const record = run.saga.steps[position]!
    if (isOver(run, step, record)) continue
    try {
      signal.throwIfAborted()
      await perform(run, plan, step, record, ledger)
    } catch (error) {
      noteTrouble(run, plan, record, error)
      // Whoever gives up writes the trouble down together with that.
      if (!plan.goes_on && isFinal(error)) throw error
      await ledger.keep(run)
      if (!plan.goes_on) throw error
      if (!isFinal(error)) troubled ??= error
    }
  }
  if (troubled) throw troubled
}

function isOver(run: Run, step: Step, { state, changed_at_utc = '' }: StepRecord): boolean {
  if (state === 'failed') return true
  return state === 'done' && step.isStale?.(run, Date.parse(changed_at_utc)) !== true
}

/** The result rides along with the next intent, or with the finish. */
async function perform(run: Run, plan: Plan, step: Step, record: StepRecord, ledger: Ledger): Promise<void> {
  beUnsure(run, record)
  const found = run.unsure_since_ms === undefined ? undefined : await step.find?.(run)
  const result = found ?? (await act(run, plan, step, record, ledger))
  change(run, record, {
    state: 'done',
    result: memorable(result),
    error: undefined,
    unsure_since_utc: undefined,
    unsure_where: undefined,
  })
  run.results[step.name] = result
  if (step.keep) run.unkept.push(step.keep(run, result))
}

/** Says since when, in epoch milliseconds, and where an attempt of this step may have gone through without our knowing. */
export function beUnsure(
  run: Run,
  { state, unsure_since_utc, unsure_where, changed_at_utc }: StepRecord,
): void {
  const unsure = state === 'intended'
  run.unsure_since_ms = unsure ? Date.parse(unsure_since_utc ?? changed_at_utc ?? '') : undefined
  run.unsure_where = unsure ? (unsure_where ?? []) : []
}

/**
 * The intent is written before the effect, and anew before each attempt: it is also what stops a worker that has
 * been given up meanwhile, since two cannot both write it.
 */
async function act(
  run: Run,
  plan: Plan,
  step: Step,
  record: StepRecord,
  ledger: Ledger,
): Promise<StepResult> {
  if (!step.effect) {
    change(run, record, { state: 'pending' })
    return step.do(run)
  }
  if (run.unsure_since_ms === undefined && !plan.goes_on) refusePast(run)
  const { unsure_since_utc: before } = record
  const unsure_where = await whereOf(run, step)
  change(run, record, { state: 'intended', unsure_since_utc: isoNow(run), unsure_where })
  await ledger.keep(run)
  try {
    return await step.do(run)
  } catch (error) {
    const since = doubtAfter(error, before, step, run)
    change(run, record, since === undefined ? SURE : { state: 'intended', unsure_since_utc: since })
    throw error
  }
}

/** Beside where it will be this time, wherever it may be from before. */
async function whereOf(run: Run, { where }: Step): Promise<string[] | undefined> {
  return where && [...new Set([...run.unsure_where, await where(run)])]
}

const SURE = { state: 'pending', unsure_since_utc: undefined, unsure_where: undefined } as const

/** A refusal settles nothing about the attempts before it, unless a search had settled that already. */
function doubtAfter(error: unknown, before: string | undefined, step: Step, run: Run): string | undefined {
  if (error instanceof NotYet) return before
  if (outcomeUnknown(error)) return isoNow(run)
  return step.find ? undefined : before
}

/** After a long standstill nobody is invited to a meeting that has begun. */
function refusePast(run: Run) {
  if (timeOf(run).start_ms > run.ctx.clock.now_ms()) return
  throw new Failure('permanent', 'start_passed', 'The time of the meeting has come before it could be set up')
}

function noteTrouble(run: Run, plan: Plan, record: StepRecord, error: unknown) {
  if (error instanceof SagaMoved) throw error
  if (error instanceof NotYet) return
  const over = plan.goes_on && isFinal(error)
  const text = line(describe(error))
  change(run, record, { attempts: record.attempts + 1, error: text, ...(over ? { state: 'failed' } : {}) })
}

/** Secrets have a place of their own, where they can be sealed anew. */
function memorable(result: StepResult): StepResult {
  return Object.fromEntries(Object.entries(result).filter(([name]) => !name.endsWith('_sealed')))
}

function change(run: Run, record: StepRecord, to: Partial<StepRecord>) {
  Object.assign(record, { ...to, changed_at_utc: isoNow(run) })
}

function isoNow({ ctx }: Run): string {
  return nowOf(ctx.clock).toISOString()
}

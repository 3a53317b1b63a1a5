import type { ZodError } from 'zod'
import { Failure } from '../lib/failure.ts'
import type { Log } from '../lib/log.ts'
import { type Hand, signalOf } from './crew.ts'
import type { Context } from './kind.ts'
import { ended, failed, type Outcome } from './outcome.ts'
import type { Tools } from './tools.ts'

/** Does one job: parse, perform, and say what becomes of it. Never rejects. */
export async function perform(hand: Hand, tools: Tools): Promise<Outcome> {
  const { job, kind } = hand
  const parsed = kind.schema.safeParse(job.payload)
  if (!parsed.success)
    return { to: 'dead', error: { code: 'payload_invalid', message: faults(parsed.error) } }
  try {
    const about = { kind: 'consumer' as const, parent: job.traceparent ?? undefined }
    const context = contextOf(hand, tools.log)
    return ended(
      await tools.tracer.span(`job ${kind.name}`, about, () => kind.perform(parsed.data, context)),
      tools,
    )
  } catch (error) {
    if (hand.called_off === 'stop' || hand.called_off === 'lost') return { to: 'returned' }
    return failed(hand.called_off ? tooLate(hand) : error, kind, job, tools)
  }
}

function contextOf(hand: Hand, log: Log): Context {
  const { job } = hand
  return {
    job,
    attempt: job.attempts,
    get signal() {
      return signalOf(hand)
    },
    get log() {
      return log.with({ job_id: job.id, kind: job.kind, tenant_id: job.tenant_id, attempt: job.attempts })
    },
  }
}

/** The failure of a job that did not end by its deadline. */
export function tooLate({ kind }: Hand): Failure {
  return new Failure('retry', 'deadline', `Not done within ${kind.deadline_ms} ms`)
}

/** Where the payload does not fit, without a word of what stands there. */
function faults(error: ZodError): string {
  const first = error.issues.slice(0, 3).map((issue) => `${issue.path.join('.') || 'payload'} ${issue.code}`)
  return `The payload does not parse: ${first.join(', ')}`
}

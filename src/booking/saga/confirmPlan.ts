import type { Db } from '../../db/database.ts'
import type { Location } from '../../db/tables/tenants.ts'
import { enqueue } from '../../jobs/enqueue.ts'
import { nowOf } from '../../lib/clock.ts'
import { type AuditEntry, audit } from '../../tenants/audit.ts'
import { advance } from '../advance.ts'
import { auditOf } from '../auditOf.ts'
import { freeClaims } from '../claim.ts'
import { letterJob } from '../letters/letterJob.ts'
import { track } from '../track.ts'
import { askAPerson } from './askAPerson.ts'
import { lookOnce } from './lookStep.ts'
import { makeEvent, readTeamsLink } from './outlookSteps.ts'
import { release } from './release.ts'
import { type Plan, type Run, SagaMoved, type Step } from './saga.ts'
import { joinUrlOf } from './zoomMeeting.ts'
import { makeMeeting } from './zoomSteps.ts'

const STEPS: Record<Location['kind'], Step[]> = {
  zoom: [lookOnce, makeMeeting, makeEvent],
  teams: [lookOnce, makeEvent, readTeamsLink],
  phone: [lookOnce, makeEvent],
  in_person: [lookOnce, makeEvent],
}

/** Confirming: look at Outlook once more, make what is needed, then `confirming → confirmed`. */
export function confirmPlan(location: Location['kind']): Plan {
  return { steps: STEPS[location], job: 'run_saga', goes_on: false, finish, giveUp, undone }
}

/** All of them in one flight. */
async function finish(tx: Db, runs: Run[]): Promise<void> {
  const { ctx } = runs[0]!
  const changes = runs.map(changeOf)
  const [moved] = await Promise.all([
    tx.changeAll(tx.t.bookings, changes),
    track(tx, ctx, ...runs.map(({ booking }) => ({ booking, kind: 'confirmed' as const }))),
    audit(tx, ctx, ...runs.map(entryOf)),
  ])
  if (moved.size < runs.length) throw new SagaMoved()
  for (const [i, run] of runs.entries()) run.outcome = { ...run.booking, ...changes[i]!.set }
}

function changeOf(run: Run) {
  const { ctx, saga, booking } = run
  const change = { join_url: joinUrlOf(run), saga_id: null, updated_at_utc: nowOf(ctx.clock) }
  return {
    was: { id: booking.id, status: 'confirming' as const, saga_id: saga.id },
    set: { status: 'confirmed' as const, ...change },
  }
}

function entryOf({ booking }: Run): AuditEntry {
  const { source } = booking
  return auditOf(booking, { actor: source, source, action: 'booking.confirmed' })
}

/** The customer hears at once; the time is free at once. The booking keeps its saga until all is undone. */
async function giveUp(tx: Db, run: Run, reason: string): Promise<void> {
  const { ctx, saga, booking } = run
  const change = { source: 'system' as const, updated_at_utc: nowOf(ctx.clock) }
  if (!(await advance(tx, booking.id, ['confirming'], { status: 'failed', ...change }, saga.id))) return
  await freeClaims(tx, booking.id)
  await track(tx, ctx, { booking, kind: 'failed', detail: { reason } })
  await askAPerson(tx, run, reason)
  await enqueue(tx, ctx.clock, 'outbox_jobs', [letterJob('apology', booking, saga.id)])
}

/** While the hold lives its token may be used again. */
async function undone(tx: Db, run: Run): Promise<void> {
  const { ctx, saga, booking } = run
  const jti = saga.context.verify_token_jti
  const lives = (booking.hold_expires_at_utc?.getTime() ?? 0) > ctx.clock.now_ms()
  await release(tx, run, lives && typeof jti === 'string' ? { verify_token_jti: jti } : {})
}

import { and, eq, ne } from 'drizzle-orm'
import type { Db } from '../../db/database.ts'
import type { Location } from '../../db/tables/tenants.ts'
import { enqueue } from '../../jobs/enqueue.ts'
import { nowOf } from '../../lib/clock.ts'
import { audit } from '../../tenants/audit.ts'
import { advance } from '../advance.ts'
import { askAbout } from '../askAbout.ts'
import { forgottenByMove } from '../attendance.ts'
import { auditOf } from '../auditOf.ts'
import { findBooking } from '../find.ts'
import { letterJob } from '../letters/letterJob.ts'
import { track } from '../track.ts'
import { askAPerson } from './askAPerson.ts'
import { lookOnce } from './lookStep.ts'
import { moveEvent } from './outlookSteps.ts'
import { release } from './release.ts'
import { type Plan, type Run, SagaMoved, type Step } from './saga.ts'
import { standing, timeOf } from './timeOf.ts'
import { OUT_OF_REACH_ADVICE } from './zoomAccess.ts'
import { joinUrlOf, leftMeeting, meetingOf } from './zoomMeeting.ts'
import { moveOrMakeMeeting } from './zoomSteps.ts'

const STEPS: Record<Location['kind'], Step[]> = {
  zoom: [lookOnce, moveOrMakeMeeting, moveEvent],
  teams: [lookOnce, moveEvent],
  phone: [lookOnce, moveEvent],
  in_person: [lookOnce, moveEvent],
}

/** Rescheduling: old and new time are both claimed until the meeting and the event have moved, or are back. */
export function reschedulePlan(location: Location['kind']): Plan {
  return { steps: STEPS[location], job: 'run_saga', goes_on: false, finish, giveUp, undone }
}

async function finish(tx: Db, runs: Run[]): Promise<void> {
  for (const run of runs) await finishOne(tx, run)
}

async function finishOne(tx: Db, run: Run): Promise<void> {
  const { ctx, saga, booking } = run
  const time = timeOf(run)
  const moved = await advance(
    tx,
    booking.id,
    ['confirmed'],
    {
      start_at_utc: new Date(time.start_ms),
      end_at_utc: new Date(time.end_ms),
      join_url: joinUrlOf(run),
      revision: saga.revision,
      source: 'customer',
      saga_id: null,
      ...forgottenByMove(time.start_ms, ctx.clock.now_ms()),
      updated_at_utc: nowOf(ctx.clock),
    },
    saga.id,
  )
  if (!moved) throw new SagaMoved()
  run.outcome = moved
  await keepOnly(tx, booking.id, time.start_ms)
  const detail = timesOf(run)
  await track(tx, ctx, { booking, kind: 'rescheduled', detail })
  const by = { actor: 'customer', source: 'customer' as const }
  await audit(tx, ctx, auditOf(booking, { ...by, action: 'booking.rescheduled', detail }))
  await askAboutLeft(tx, run)
}

/** The meeting that the new one stands for is in an account that was replaced: nothing of ours can delete it. */
async function askAboutLeft(tx: Db, run: Run): Promise<void> {
  const left = leftMeeting(run)
  if (!left) return
  const key = `zoom_meeting_left:${left.account_id}:${left.provider_meeting_id}`
  const advice = `Delete the old meeting: the event does not lead to it any more. ${OUT_OF_REACH_ADVICE}`
  await askAbout(tx, run.ctx, run.booking, { kind: 'zoom_meeting_left', key, detail: { ...left, advice } })
}

/** Whoever canceled it before the one that was left was remembered again has seen to the new one alone. */
async function askAboutForgotten(tx: Db, run: Run): Promise<void> {
  const remembered = await meetingOf(tx, run.booking.id)
  if (remembered?.provider_meeting_id !== leftMeeting(run)?.provider_meeting_id) await askAboutLeft(tx, run)
}

/** The booking stands at its old time, unless the event was found to be gone: what that means is not for a saga to say. */
async function giveUp(tx: Db, run: Run, reason: string): Promise<void> {
  const { ctx, saga, booking } = run
  await keepOnly(tx, booking.id, standing(booking).start_ms)
  await track(tx, ctx, { booking, kind: 'reschedule_failed', detail: { ...timesOf(run), reason } })
  await askAPerson(tx, run, reason)
  if (reason.startsWith('event_gone')) return
  await enqueue(tx, ctx.clock, 'outbox_jobs', [letterJob('unmoved', booking, saga.id)])
}

/** A meeting that had to be made anew stays, and so does its link; the event may still show the old one. */
async function undone(tx: Db, run: Run): Promise<void> {
  const { ctx, saga, booking } = run
  const now = await findBooking(tx, booking.id)
  // Whoever canceled it meanwhile takes the meeting away, whichever link leads to it.
  if (now.saga_id !== saga.id) return now.revision >= saga.revision ? askAboutForgotten(tx, run) : undefined
  const join_url = joinUrlOf(run)
  await release(tx, run, { join_url })
  if (join_url === booking.join_url) return
  await askAbout(tx, ctx, booking, { kind: 'join_link_changed', detail: { reason: saga.error } })
}

/** Of the two times that the booking claims, keeps the one that starts then. */
async function keepOnly(tx: Db, booking_id: string, start_ms: number): Promise<void> {
  const { slot_claims: claim } = tx.t
  await tx.q
    .delete(claim)
    .where(and(eq(claim.booking_id, booking_id), ne(claim.start_at_utc, new Date(start_ms))))
}

function timesOf(run: Run) {
  return {
    old_start_at_utc: run.booking.start_at_utc.toISOString(),
    new_start_at_utc: new Date(timeOf(run).start_ms).toISOString(),
  }
}

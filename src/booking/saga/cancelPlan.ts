import type { Db } from '../../db/database.ts'
import type { Location } from '../../db/tables/tenants.ts'
import { askAbout } from '../askAbout.ts'
import { cancelEvent } from './outlookSteps.ts'
import { release } from './release.ts'
import type { Plan, Run, Step } from './saga.ts'
import { meetingOf } from './zoomMeeting.ts'
import { deleteMeeting } from './zoomSteps.ts'

const STEPS: Record<Location['kind'], Step[]> = {
  zoom: [cancelEvent, deleteMeeting],
  teams: [cancelEvent],
  phone: [cancelEvent],
  in_person: [cancelEvent],
}

/** Canceling: the time is free already; what stands outside is taken away, each until it is done. */
export function cancelPlan(location: Location['kind']): Plan {
  return {
    steps: STEPS[location],
    job: 'run_saga_until_done',
    goes_on: true,
    finish: finishWhatCan,
    giveUp: leaveToAPerson,
    undone: release,
  }
}

/** The end of sagas that go on: a step that failed for good is left to a person. */
export async function finishWhatCan(tx: Db, runs: Run[]): Promise<void> {
  for (const run of runs) {
    const failed = run.saga.steps.find((record) => record.state === 'failed')
    if (failed) await leaveToAPerson(tx, run, `${failed.step}: ${failed.error}`)
    await release(tx, run)
  }
}

/** What could not be taken away stands in Outlook or Zoom: somebody must look. */
export async function leaveToAPerson(tx: Db, { ctx, booking, saga }: Run, reason: string): Promise<void> {
  const meeting = booking.location.kind === 'zoom' ? await meetingOf(tx, booking.id) : undefined
  await askAbout(tx, ctx, booking, {
    kind: saga.kind === 'follow' ? 'meeting_not_moved' : 'cleanup_required',
    key: `${saga.kind}:${booking.id}`,
    detail: { saga: saga.kind, reason, ...meeting },
  })
}

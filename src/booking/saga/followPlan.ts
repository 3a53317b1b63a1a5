import type { Location } from '../../db/tables/tenants.ts'
import { finishWhatCan, leaveToAPerson } from './cancelPlan.ts'
import { release } from './release.ts'
import type { Plan } from './saga.ts'
import { moveMeeting } from './zoomSteps.ts'

/** Following a salesperson's move in Outlook: the times have moved already, the Zoom meeting moves along. */
export function followPlan(location: Location['kind']): Plan {
  return {
    steps: location === 'zoom' ? [moveMeeting] : [],
    // Not until it is done: while it runs the booking can be changed by nobody, and the sweep tries again.
    job: 'run_saga',
    goes_on: true,
    finish: finishWhatCan,
    giveUp: leaveToAPerson,
    undone: release,
  }
}

import { Failure } from '../../lib/failure.ts'
import { overlaps } from '../../scheduling/interval.ts'
import { ownOf } from '../follow/ownEvent.ts'
import { isOwn } from '../slots/agenda.ts'
import { lookLive } from '../slots/busy.ts'
import type { Run, Step } from './saga.ts'
import { timeOf } from './timeOf.ts'

/** A look is good for this long; after that a saga that was held up looks again. */
const LOOK_LASTS_MS = 30_000

/**
 * Looks at Outlook once more before anything is made. Time that is taken ends the saga for good; a calendar that
 * cannot be read is tried again, and in the end fails closed. The booking's own event is no hindrance.
 */
export const lookOnce: Step = {
  name: 'look',
  effect: false,
  isStale: (run, seen_at_ms) => run.ctx.clock.now_ms() - seen_at_ms > LOOK_LASTS_MS && !hasWritten(run),
  do: async (run) => {
    const { ctx, config, type, salespersons, booking } = run
    const time = timeOf(run)
    const span = {
      from_ms: time.start_ms - type.buffer_before_minutes * 60_000,
      until_ms: time.end_ms + type.buffer_after_minutes * 60_000,
    }
    const { busy, unreadable } = await lookLive(ctx, config, salespersons, span)
    if (unreadable.length > 0) throw new Failure('retry', 'calendar_unreadable', 'Outlook could not be read')
    const inTheWay = [...busy.values()].flat().filter((window) => overlaps(window, span))
    if (inTheWay.length === 0) return {}
    const own = await ownOf(ctx.db, booking)
    if (inTheWay.every((window) => isOwn(window, own))) return {}
    throw new Failure('permanent', 'slot_busy', 'Outlook says the time is taken')
  },
}

/** Once this saga may have written to Outlook, what takes the time there may be its own. */
function hasWritten({ saga }: Run): boolean {
  return saga.steps.some(({ step, state }) => step.endsWith('outlook_event') && state !== 'pending')
}

import type { JobKind } from '../jobs/kind.ts'
import { compensation } from './compensation.ts'
import type { Context } from './context.ts'
import { expireHold } from './expire.ts'
import { runSaga, runSagaUntilDone } from './runSaga.ts'
import { sendLetter } from './sendLetter.ts'
import type { Slots } from './slots.ts'
import { sweepOrphans } from './sweep.ts'

/** Every kind of job that booking knows. */
export function bookingKinds(ctx: Context, slots: Slots): JobKind[] {
  return [
    runSaga(ctx),
    runSagaUntilDone(ctx),
    compensation(ctx),
    sweepOrphans(ctx),
    expireHold(ctx),
    sendLetter(ctx, slots),
  ]
}

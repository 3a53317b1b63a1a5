import type { JobKind } from '../jobs/kind.ts'
import type { Context } from './context.ts'
import { expireHold } from './hold/expire.ts'
import { sendLetter } from './letters/sendLetter.ts'
import { compensation } from './saga/compensation.ts'
import { sagaKinds } from './saga/run.ts'
import type { Slots } from './slots/slots.ts'
import { sweepOrphans } from './sweep/sweep.ts'

/** Every kind of job that booking knows. */
export function bookingKinds(ctx: Context, slots: Slots): JobKind[] {
  return [...sagaKinds(ctx), compensation(ctx), sweepOrphans(ctx), expireHold(ctx), sendLetter(ctx, slots)]
}

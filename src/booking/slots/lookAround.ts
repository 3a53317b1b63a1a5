import { Problem } from '../../lib/problem.ts'
import { overlaps } from '../../scheduling/interval.ts'
import type { Context } from '../context.ts'
import { guarded } from './agenda.ts'
import { lookLive } from './busy.ts'
import type { Offer } from './offer.ts'

/** Looks at Outlook live around the slot. When nobody who is needed can be read the hold fails closed. */
export async function lookAround(ctx: Context, { config, type, salespersons }: Offer, start_ms: number) {
  const span = guarded(type, start_ms)
  const { busy, unreadable } = await lookLive(ctx, config, salespersons, span)
  if (busy.size === 0 || (type.staffing === 'all' && unreadable.length > 0)) {
    throw new Problem(
      'calendar_unavailable',
      'The calendar cannot be read right now. Try again in a few minutes.',
      {
        salespersons: unreadable.map((one) => one.slug),
      },
    )
  }
  for (const [id, windows] of busy)
    busy.set(
      id,
      windows.filter((window) => overlaps(window, span)),
    )
  return busy
}

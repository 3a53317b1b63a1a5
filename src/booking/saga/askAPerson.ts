import type { Db } from '../../db/database.ts'
import { nowOf } from '../../lib/clock.ts'
import { zoomAdvice } from '../../zoom/zoom.ts'
import { askAbout } from '../askAbout.ts'
import type { Run } from './saga.ts'

/** Reasons that explain themselves: nothing is broken, somebody was quicker or it was too late. */
const ORDINARY = ['slot_busy', 'event_gone', 'start_passed', 'transaction_spent']

/**
 * Tells the admin why a saga gave up, with what to do about it, once for each trouble and salesperson while nobody
 * has seen to it. A host's daily limit is told once a day.
 */
export async function askAPerson(tx: Db, { ctx, booking, saga }: Run, reason: string): Promise<void> {
  const code = reason.split(':')[0]!
  if (ORDINARY.includes(code)) return
  const daily = code === 'zoom_daily_limit'
  const day = nowOf(ctx.clock).toISOString().slice(0, 10)
  const advice = zoomAdvice(code)
  await askAbout(tx, ctx, booking, {
    kind: daily ? 'zoom_daily_limit' : 'saga_failed',
    key: [daily ? `zoom_daily_limit:${day}` : `saga_failed:${code}`, booking.salesperson_id].join(':'),
    detail: { saga: saga.kind, reason, ...(advice ? { advice } : {}) },
  })
}

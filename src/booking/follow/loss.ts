import type { Db } from '../../db/database.ts'
import type { Booking } from '../advance.ts'
import { askAbout } from '../askAbout.ts'
import { cancel } from '../cancel.ts'
import type { Context } from '../context.ts'
import { track } from '../track.ts'
import { Overtaken } from './sawEvent.ts'

/**
 * Cancels a confirmed booking whose event the salesperson has deleted or canceled: the time is free, a saga takes
 * the Zoom meeting away, and a person is asked to tell the customer. Throws `Overtaken`.
 */
export async function followLoss(tx: Db, ctx: Context, booking: Booking): Promise<void> {
  const canceled = await cancel(tx, ctx, booking, { source: 'sales_manual', actor: 'outlook' })
  if (!canceled) throw new Overtaken()
  ctx.looks.forget([booking.salesperson_id, ...booking.other_salesperson_ids])
  const detail = {
    start_at_utc: booking.start_at_utc.toISOString(),
    end_at_utc: booking.end_at_utc.toISOString(),
  }
  await track(
    tx,
    ctx,
    { booking, kind: 'event_deleted_by_sales', detail },
    { booking, kind: 'customer_notify_required', detail },
  )
  await askAbout(tx, ctx, booking, { kind: 'customer_notify_required', detail })
}

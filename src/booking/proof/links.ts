import { enqueue } from '../../jobs/enqueue.ts'
import { Problem } from '../../lib/problem.ts'
import { sameSecret } from '../../lib/secret.ts'
import type { Context } from '../context.ts'
import { findBooking } from '../find.ts'
import { letterJob } from '../letters/letterJob.ts'

/** Mails fresh links when the address is the booking's. Says nothing either way. */
export async function sendLinks(ctx: Context, booking_id: string, email: string): Promise<void> {
  const booking = await findBooking(ctx.db, booking_id).catch((error) => {
    if (error instanceof Problem) return undefined
    throw error
  })
  const same = sameSecret(email.trim().toLowerCase(), booking?.customer_email.toLowerCase() ?? '')
  if (!booking || !same || booking.status !== 'confirmed') return
  await enqueue(ctx.db, ctx.clock, 'outbox_jobs', [
    { ...letterJob('fresh_links', booking, ctx.entropy.id()), key: `fresh_links:${booking.id}` },
  ])
}

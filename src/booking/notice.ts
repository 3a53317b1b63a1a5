import { Problem } from '../lib/problem.ts'
import { meetingTypeById } from '../tenants/find.ts'
import type { TenantConfig } from '../tenants/tenantConfig.ts'
import type { Booking } from './advance.ts'

type Change = 'cancel' | 'reschedule'

/** The last instant, in epoch milliseconds, at which a customer may still change this booking. */
export function noticeEnds(config: TenantConfig, booking: Booking, change: Change): number {
  const type = meetingTypeById(config, booking.meeting_type_id)
  const minutes = change === 'cancel' ? type.cancel_notice_minutes : type.reschedule_notice_minutes
  return booking.start_at_utc.getTime() - minutes * 60_000
}

/** Throws `notice_too_short` when the customer may no longer do this. */
export function checkNotice(config: TenantConfig, booking: Booking, change: Change, now_ms: number): void {
  const ends_ms = noticeEnds(config, booking, change)
  if (now_ms <= ends_ms) return
  const until = new Date(ends_ms).toISOString()
  throw new Problem('notice_too_short', `This was possible until ${until}. Please call instead.`, {
    until_utc: until,
  })
}

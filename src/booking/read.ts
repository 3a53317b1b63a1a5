import { Problem } from '../lib/problem.ts'
import { findTenantById, meetingTypeById } from '../tenants/find.ts'
import type { TenantConfig } from '../tenants/tenantConfig.ts'
import type { Booking } from './advance.ts'
import type { Context } from './context.ts'
import { findByToken } from './find.ts'
import { inviteFile } from './invite.ts'
import { type PublicBooking, present } from './present.ts'
import { checkNotVoid } from './proof/consume.ts'

const ANY = ['verify', 'cancel', 'reschedule'] as const

/** The booking, for whoever bears any token of it. Throws the `token_*` problems, `booking_not_found`. */
export async function readByToken(ctx: Context, booking_id: string, token: string): Promise<PublicBooking> {
  const { booking, config } = await authorized(ctx, booking_id, token)
  return present(config, booking)
}

/** The booking as an iCalendar file (RFC 5545). Throws as `readByToken`, and `wrong_state` before it is confirmed. */
export async function inviteByToken(ctx: Context, booking_id: string, token: string): Promise<string> {
  const { booking, config } = await authorized(ctx, booking_id, token)
  return inviteOf(ctx, config, booking)
}

/** The same for whoever has shown by other means that the booking is theirs. */
export function inviteOf({ mail_from }: Context, config: TenantConfig, booking: Booking): string {
  const { status } = booking
  if (status !== 'confirmed' && status !== 'canceled') {
    throw new Problem('wrong_state', 'There is a calendar file once the booking is confirmed.', {
      booking_status: status,
    })
  }
  return inviteFile({
    booking_id: booking.id,
    revision: booking.revision,
    status,
    start_ms: booking.start_at_utc.getTime(),
    end_ms: booking.end_at_utc.getTime(),
    updated_at_ms: booking.updated_at_utc.getTime(),
    meeting_type_name: meetingTypeById(config, booking.meeting_type_id).name,
    tenant_name: config.tenant.name,
    salesperson_names: present(config, booking).salespersons.map((one) => one.name),
    organizer_email: mail_from,
    join_url: booking.join_url ?? undefined,
    location: booking.location.detail,
  })
}

async function authorized(ctx: Context, booking_id: string, token: string) {
  const claims = await ctx.tokens.read(token, [...ANY])
  if (claims.booking_id !== booking_id) throw new Problem('booking_not_found', 'There is no such booking')
  await checkNotVoid(ctx.db, claims)
  const booking = await findByToken(ctx.db, claims)
  return { booking, config: await findTenantById(ctx.catalogue, ctx.db, booking.tenant_id) }
}

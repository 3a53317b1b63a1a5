import { findTenantById } from '../tenants/find.ts'
import type { Context } from './context.ts'
import { failedMove } from './failedMove.ts'
import { findBooking } from './find.ts'
import { ownOf } from './follow/ownEvent.ts'
import { holdAgain } from './hold/again.ts'
import { holdsForm } from './hold/form.ts'
import type { Hold } from './hold/hold.ts'
import { resend } from './hold/resend.ts'
import type { PublicBooking } from './present.ts'
import { nonces } from './proof/nonce.ts'
import { pass, passes } from './proof/passes.ts'
import { provesAddress } from './proof/prove.ts'
import type { Purpose } from './proof/token.ts'
import { type Visit, visit } from './proof/visit.ts'
import { inviteOf } from './read.ts'
import { calendars } from './slots/calendar.ts'
import { lookUp, near } from './slots/near.ts'
import { type Offer, offerOf } from './slots/offer.ts'
import type { Slots } from './slots/slots.ts'

/** What pages ask of booking besides what everyone may ask, over one context. */
export function pageDesk(ctx: Context, slots: Slots, hold: Hold) {
  const holdForm = holdsForm(ctx, hold)
  return {
    nonces: nonces(ctx),
    calendar: calendars(ctx, slots),
    lookUp: (offer: Offer, start_ms: number) => lookUp(slots, offer, start_ms),
    near: (offer: Offer, start_ms: number) => near(slots, offer, start_ms),
    hold: holdForm,
    holdAgain: (visit: Visit, start_at_utc: string) => holdAgain(holdForm, visit, start_at_utc),
    /** True for the code of a booking, also once it has been used; takes one of its five tries. */
    proves: (booking_id: string, code: string) => provesAddress(ctx, booking_id, code),
    resend: (booking_id: string, email?: string) => resend(ctx, booking_id, email),
    visit: (token: string) => visit(ctx, token),
    failedMove: (booking: PublicBooking, start_at_utc: string) => failedMove(ctx, booking, start_at_utc),
    passes: (visit: Visit) => passes(ctx, visit),
    pass: (tenant_id: string, booking_id: string, purpose: Purpose) =>
      pass(ctx, tenant_id, booking_id, purpose),
    /** What a booking may be moved to: its own salespersons, and it does not stand in its own way. */
    offerToMove: async ({ booking_id }: { booking_id: string }): Promise<Offer> => {
      const booking = await findBooking(ctx.db, booking_id)
      const config = await findTenantById(ctx.catalogue, ctx.db, booking.tenant_id)
      return { ...offerOf(config, booking), own: await ownOf(ctx.db, booking) }
    },
    /** The booking as an iCalendar file. Throws `wrong_state` before it is confirmed. */
    invite: async ({ config, booking }: Visit) =>
      inviteOf(ctx, config, await findBooking(ctx.db, booking.booking_id, config.tenant.id)),
  }
}

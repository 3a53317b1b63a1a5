import { gather } from '../../lib/gather.ts'
import { Problem } from '../../lib/problem.ts'
import type { TenantConfig } from '../../tenants/tenantConfig.ts'
import type { Booking } from '../advance.ts'
import type { Context } from '../context.ts'
import { findBookings } from '../find.ts'

/** What a letter is about, as it is now. */
export interface About {
  booking: Booking
  config: TenantConfig
}

interface Which {
  booking_id: string
  tenant_id: string
}

/** At most this many letters share a look. */
const MOST_TOGETHER = 64

/**
 * Looks up what letters are about: those that are to be written at once share two queries. Throws
 * `booking_not_found`, also for a booking of another tenant, and `tenant_not_found`.
 */
export function findsAbout({ db, catalogue }: Context): (which: Which) => Promise<About> {
  return gather<Which, About>(
    async (wanted) => {
      const [bookings, configs] = await Promise.all([
        findBookings(
          db,
          wanted.map((one) => one.booking_id),
        ),
        catalogue.byId(db, [...new Set(wanted.map((one) => one.tenant_id))]),
      ])
      const byId = new Map(bookings.map((booking) => [booking.id, booking]))
      return wanted.map(({ booking_id, tenant_id }) => {
        const booking = byId.get(booking_id)
        if (booking?.tenant_id !== tenant_id)
          return new Problem('booking_not_found', 'There is no such booking')
        const config = configs.get(tenant_id)
        return config ? { booking, config } : new Problem('tenant_not_found', 'The tenant is gone')
      })
    },
    { most: MOST_TOGETHER, lanes: 2 },
  )
}

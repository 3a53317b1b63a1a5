import type { Context as Booking } from '../booking/context.ts'

/** What every verb of sync works with. One per process; tests make their own. */
export interface Context extends Booking {
  /** The secret of subscriptions that were made before each had one of its own. */
  client_state_fallback?: string
  /** True when Outlook is pretended: then every tenant has mailboxes, with Microsoft 365 or without. */
  pretended: boolean
}

import type { BusyWindow } from '../../outlook/outlook.ts'
import type { Salesperson } from '../../tenants/tenantConfig.ts'
import type { Offer } from '../slots/offer.ts'
import type { Answers } from './answers.ts'
import type { KeyUse } from './idempotency.ts'
import type { HoldWish } from './wish.ts'

/** A hold that was judged as far as it can be outside the transaction. */
export interface Prepared {
  use: KeyUse
  offer: Offer
  start_ms: number
  /** Outlook's busy windows around the slot, of the salespersons who could be read. */
  busy: Map<string, BusyWindow[]>
  wish: HoldWish
  answers: Answers
  /** The span of the request: those who are held together have each their own. */
  traceparent?: string
}

/** Those of the offer whose calendars could be read. */
export function readable({ offer, busy }: Prepared): Salesperson[] {
  return offer.salespersons.filter((one) => busy.has(one.id))
}

/** True when one of several salespersons is to be chosen. */
export function hasChoice({ offer, busy }: Prepared): boolean {
  return offer.type.staffing === 'one' && busy.size > 1
}

import { Problem } from '../../lib/problem.ts'
import type { Offer } from '../slots/offer.ts'
import type { Slots } from '../slots/slots.ts'

/** A start that cannot be had, by the rule that refuses it. `detail` says so in words that a customer may read. */
export class Refused extends Error {
  constructor(
    readonly rule: string,
    readonly detail = '',
  ) {
    super(`refused by ${rule}`)
    this.name = 'Refused'
  }
}

/** Does `work`; what it refuses becomes a problem that names the three nearest starts that are offered. */
export async function orAlternatives<T>(
  slots: Slots,
  offer: Offer,
  start_ms: number,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    throw problemOf(error, await slots.alternatives(offer, start_ms, error.rule === 'busy'))
  }
}

/** What else the salesperson does stays with the admin. */
function problemOf({ rule, detail }: Refused, alternatives: string[]): Problem {
  const taken = rule === 'claims' || rule === 'busy'
  return new Problem(
    taken ? 'slot_taken' : 'slot_not_offered',
    taken ? 'Somebody was quicker, or the calendar has changed. Choose another time.' : detail,
    { rule, alternatives },
  )
}

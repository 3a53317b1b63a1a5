import { Problem } from '../../lib/problem.ts'
import { instantOf } from '../../scheduling/date.ts'
import { untimely } from '../../scheduling/explain.ts'
import type { Context } from '../context.ts'
import { Refused } from '../hold/refused.ts'
import type { Offer } from './offer.ts'

/** The instant that is said at `path`, in epoch milliseconds; throws `invalid_request` when it is none. */
export function instantAt(path: string, text: string): number {
  const at_ms = instantOf(text)
  if (at_ms !== undefined) return at_ms
  const errors = [{ path, message: 'Give an instant, such as 2026-12-01T14:30:00Z' }]
  throw new Problem('invalid_request', 'The request is not valid', { errors })
}

/** Throws `Refused` for a start that notice or horizon refuses, or that nobody could keep. */
export function checkTime({ zones, clock }: Context, { type, salespersons }: Offer, start_ms: number): void {
  const [first] = salespersons
  if (!first) throw new Refused('salespersons', 'Nobody offers this at present.')
  const refused = untimely(zones, type, first.time_zone, start_ms, clock.now_ms())
  if (refused) throw new Refused(refused.rule, refused.detail)
}

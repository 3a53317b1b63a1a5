import type { Interval } from '../../scheduling/interval.ts'
import { nearest } from '../../scheduling/slots.ts'
import type { Offer } from './offer.ts'
import type { Slots } from './slots.ts'

const MOST = 3

/** Whether a slot can be had as far as listings know, and whether everyone's calendar can be read. */
export async function lookUp(slots: Slots, offer: Offer, start_ms: number) {
  const { starts, degraded } = await slots.offered(offer, { from_ms: start_ms, until_ms: start_ms + 1 })
  return { free: starts.has(start_ms), readable: degraded.length === 0 }
}

/** The three nearest slots that can be had, ascending; `start_ms` itself is among them when it is free. */
export async function near(slots: Slots, offer: Offer, start_ms: number): Promise<Interval[]> {
  const [{ free }, others] = await Promise.all([
    lookUp(slots, offer, start_ms),
    slots.alternatives(offer, start_ms),
  ])
  const besides = others.map((start) => Date.parse(start))
  const starts = free ? [start_ms, ...nearest(besides, start_ms, MOST - 1)] : besides
  const length_ms = offer.type.length_minutes * 60_000
  return starts.sort((a, b) => a - b).map((from_ms) => ({ from_ms, until_ms: from_ms + length_ms }))
}

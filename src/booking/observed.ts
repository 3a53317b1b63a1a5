import type { Metrics } from '../lib/metrics.ts'
import { Problem } from '../lib/problem.ts'
import type { Hold } from './hold/hold.ts'
import type { Slots } from './slots/slots.ts'

/** The same, lists of slots counted and timed. */
export function timed(slots: Slots, metrics: Metrics): Slots {
  return {
    ...slots,
    list: async (wish) => {
      const began_ms = performance.now()
      const reply = await slots.list(wish)
      const outcome = reply.degraded_salespersons.length > 0 ? 'degraded' : 'complete'
      metrics.count('holdfast_slot_lists_total', { outcome })
      metrics.observe('holdfast_slot_list_duration_seconds', {}, (performance.now() - began_ms) / 1000)
      return reply
    },
  }
}

/** The same, holds counted by what became of them. */
export function counted(hold: Hold, metrics: Metrics): Hold {
  const count = (outcome: HoldOutcome) => metrics.count('holdfast_holds_total', { outcome })
  const watched = countingConflicts('hold', hold, metrics)
  return async (...args) => {
    try {
      const held = await watched(...args)
      count(held.replayed ? 'replayed' : 'held')
      return held
    } catch (error) {
      count(outcomeOf(error))
      throw error
    }
  }
}

/** The same, times that had been taken counted. */
export function countingConflicts<Args extends unknown[], Result>(
  at: 'hold' | 'reschedule' | 'restore',
  verb: (...args: Args) => Promise<Result>,
  metrics: Metrics,
): (...args: Args) => Promise<Result> {
  return (...args) =>
    verb(...args).catch((error) => {
      if (isTaken(error)) metrics.count('holdfast_conflicts_total', { at })
      throw error
    })
}

type HoldOutcome = 'held' | 'replayed' | 'not_offered' | 'taken' | 'refused'

function outcomeOf(error: unknown): HoldOutcome {
  if (isTaken(error)) return 'taken'
  return error instanceof Problem && error.code === 'slot_not_offered' ? 'not_offered' : 'refused'
}

function isTaken(error: unknown): boolean {
  return error instanceof Problem && error.code === 'slot_taken'
}

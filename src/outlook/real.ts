import type { Graph } from '../graph/request.ts'
import type { Clock } from '../lib/clock.ts'
import type { Zones } from '../scheduling/zone.ts'
import type { Outlook } from './outlook.ts'
import { realBusy } from './realBusy.ts'
import { realEvents } from './realEvents.ts'
import { realSubscriptions } from './realSubscriptions.ts'

/** Outlook through Microsoft Graph. `zones` turns the dates of all-day events into instants. */
export function graphOutlook({ graph, zones, clock }: { graph: Graph; zones: Zones; clock: Clock }): Outlook {
  return { ...realBusy(graph, zones), ...realEvents(graph, zones), ...realSubscriptions(graph, clock) }
}

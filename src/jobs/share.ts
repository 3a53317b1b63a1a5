import type { Lane, Share } from '../db/queue.ts'
import type { Crew } from './crew.ts'
import type { JobKind } from './kind.ts'

export interface Sharing {
  /** The lanes in which something is due. */
  lanes: Lane[]
  kinds: Map<string, JobKind>
  crew: Crew
  /** At most this many places in one claim. */
  most: number
  /** Rises with every claim, so that where there are more lanes than places all have their turn. */
  round: number
}

/**
 * Shares the free places out among the lanes: the most urgent priority first, lanes of one priority evenly, within
 * the limits of kinds and tenants. The places are reserved in the crew.
 */
export function shareOut({ lanes, kinds, crew, most, round }: Sharing): Share[] {
  const shares: Share[] = []
  let left = Math.min(most, crew.free())
  for (const group of byPriority(lanes)) {
    const start = round % group.length
    for (let i = 0; i < group.length && left > 0; i += 1) {
      const lane = group[(start + i) % group.length]!
      const even = Math.ceil(left / (group.length - i))
      const share = { ...lane, most: Math.min(even, room(lane, kinds.get(lane.kind)!, crew)) }
      if (share.most <= 0) continue
      crew.reserve([share])
      shares.push(share)
      left -= share.most
    }
  }
  return shares
}

function byPriority(lanes: Lane[]): Lane[][] {
  const groups = new Map<number, Lane[]>()
  for (const { kind, priority, tenant_id } of lanes) {
    const group = groups.get(priority)
    if (group) group.push({ kind, priority, tenant_id })
    else groups.set(priority, [{ kind, priority, tenant_id }])
  }
  return [...groups].sort(([a], [b]) => a - b).map(([, group]) => group)
}

/**
 * How many more of this lane may be taken. No tenant may hold more places than are left free: a flood of one fills
 * half of them, a second flood a third, and there is always room for the next to come.
 */
function room({ kind, tenant_id }: Lane, limits: JobKind, crew: Crew): number {
  const ofKind = (limits.concurrency ?? Number.POSITIVE_INFINITY) - crew.ofKind(kind)
  if (tenant_id === '') return ofKind
  const ofBoth = (limits.concurrency_per_tenant ?? Number.POSITIVE_INFINITY) - crew.ofBoth(kind, tenant_id)
  return Math.min(ofKind, ofBoth, Math.ceil((crew.free() - crew.ofTenant(tenant_id)) / 2))
}

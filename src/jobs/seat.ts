import type { ClaimedJob, JobRow } from '../db/queue.ts'
import type { Crew } from './crew.ts'
import type { JobKind } from './kind.ts'
import type { Lanes } from './lanes.ts'
import { shareOut } from './share.ts'
import type { Tools } from './tools.ts'
import type { Seat } from './wake.ts'

export interface Usher {
  kinds: Map<string, JobKind>
  crew: Crew
  lanes: Lanes
  tools: Tools
  begin(job: ClaimedJob): void
  /** Called when a place is begun upon or given up. */
  left(): void
}

/**
 * A place of the crew for a job that is about to be inserted and is due, as long as no other job is known to wait.
 */
export function seatFor(row: JobRow, usher: Usher): Seat | undefined {
  const { kinds, crew, lanes, tools } = usher
  const now_ms = tools.clock.now_ms()
  if (row.run_at_ms > now_ms || !kinds.has(row.kind)) return undefined
  if (lanes.open(now_ms).length > 0) return undefined
  const payload = asStored(row.payload)
  const shares = shareOut({ lanes: [row], kinds, crew, most: 1, round: 0 })
  if (shares.length === 0) return undefined
  const leave = () => {
    crew.release(shares)
    usher.left()
  }
  return {
    worker: tools.worker,
    lease_ms: tools.lease_ms,
    begin: (held) => {
      try {
        usher.begin({ ...row, ...held, payload, attempts: 1 })
      } finally {
        leave()
      }
    },
    giveUp: leave,
  }
}

/** As the database would give it back. */
function asStored(payload: unknown): unknown {
  return JSON.parse(JSON.stringify(payload) ?? 'null')
}

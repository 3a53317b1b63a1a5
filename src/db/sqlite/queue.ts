import type { Database as File } from 'bun:sqlite'
import type {
  ClaimedJob,
  Exchange,
  Held,
  LaneHead,
  News,
  Overdue,
  Queue,
  QueueName,
  Share,
} from '../queue.ts'
import { statementsOf } from './queueStatements.ts'

/** Works on the file alone, in one transaction. */
export type Alone = <T>(work: (file: File) => T) => Promise<T>

/** One job table of the file that the rest of the process writes to as well. */
export function sqliteQueue(alone: Alone, name: QueueName): Queue {
  const sql = statementsOf(name)
  return {
    name,
    lanes: (kinds) => alone((file) => file.query(sql.lanes).all(JSON.stringify(kinds)) as LaneHead[]),
    exchange: (exchange) => alone((file) => exchangeIn(file, sql, exchange)),
    beat: (worker, held, lease_ms) =>
      alone((file) => file.query(sql.beat).all(lease_ms, worker, JSON.stringify(held)) as Held[]),
    overdue: (kinds, most) =>
      alone((file) => parsed(file.query(sql.overdue).all(JSON.stringify(kinds), most) as Overdue[])),
    prune: ({ before_ms, after_id, most }) =>
      alone((file) => {
        const seen = file.query(sql.step).all(after_id, most) as { id: number }[]
        const last = seen.at(-1)?.id
        if (last === undefined) return { removed: 0, next_id: null }
        const { changes } = file.query(sql.prune).run(after_id, last, before_ms)
        return { removed: changes, next_id: seen.length === most ? last : null }
      }),
    close: async () => {},
  }
}

/** There is no other process. */
export const SILENCE: News & { close(): Promise<void> } = {
  tell: async () => {},
  hear: async () => async () => {},
  close: async () => {},
}

function exchangeIn(file: File, sql: ReturnType<typeof statementsOf>, exchange: Exchange): ClaimedJob[] {
  const { done, shares, worker, now_ms, lease_ms } = exchange
  if (done.length > 0) file.query(sql.finish).run(now_ms, worker, JSON.stringify(done))
  const claim = file.query(sql.claim)
  const claimed = shares.flatMap(
    (share) => claim.all(worker, lease_ms, ...placeOf(share), now_ms, share.most) as ClaimedJob[],
  )
  return parsed(claimed)
}

function placeOf({ kind, priority, tenant_id, after }: Share): (string | number)[] {
  return [kind, priority, tenant_id, after?.run_at_ms ?? 0, after?.id ?? 0]
}

/** The file keeps a payload as text. */
function parsed<Row extends ClaimedJob>(rows: Row[]): Row[] {
  return rows.map((row) => ({ ...row, payload: JSON.parse(row.payload as string) }))
}

import type postgres from 'postgres'
import type { ClaimedJob, Exchange, Held, LaneHead, Overdue, Pruned, Queue, QueueName } from '../queue.ts'
import { list } from './list.ts'
import { statementsOf } from './queueStatements.ts'

/** One job table, with statements that the server prepares once a connection. `close` gives the client back. */
export function postgresQueue(client: postgres.Sql, name: QueueName, close: () => Promise<void>): Queue {
  const sql = statementsOf(name)
  const run = <Row>(statement: string, ...params: (string | number)[]) =>
    client.unsafe(statement, params, { prepare: true }) as unknown as Promise<Row[]>
  return {
    name,
    lanes: (kinds) => run<LaneHead>(sql.lanes, JSON.stringify(kinds)),
    exchange: (exchange) => run<ClaimedJob>(sql.exchange, ...paramsOf(exchange)),
    beat: (worker, held, lease_ms) => {
      const ordered = held.toSorted(byId)
      return run<Held>(sql.beat, ids(ordered), turns(ordered), lease_ms, worker)
    },
    overdue: (kinds, most) => run<Overdue>(sql.overdue, JSON.stringify(kinds), most),
    prune: async ({ before_ms, after_id, most }) => {
      const [step] = await run<Pruned>(sql.prune, before_ms, after_id, most)
      return step!
    },
    close,
  }
}

function paramsOf({ done, shares, worker, now_ms, lease_ms }: Exchange): (string | number)[] {
  const wanted = shares.map(({ after, ...share }) => ({
    ...share,
    after_ms: after?.run_at_ms ?? 0,
    after_id: after?.id ?? 0,
  }))
  const ordered = done.toSorted(byId)
  return [ids(ordered), turns(ordered), JSON.stringify(wanted), now_ms, worker, lease_ms]
}

/** In one order everywhere, so that two statements that lock the same rows cannot deadlock. */
const byId = (a: Held, b: Held) => a.id - b.id

const ids = (held: Held[]) => list(held.map((it) => it.id))
const turns = (held: Held[]) => list(held.map((it) => it.turn))

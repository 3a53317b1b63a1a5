import { drizzle } from 'drizzle-orm/postgres-js'
import postgres from 'postgres'
import type { Database, Db, Queries } from '../database.ts'
import { gathering } from '../gathering.ts'
import { replacing } from '../replacing.ts'
import type { Tables } from '../schema.ts'
import { atOnce } from './atOnce.ts'
import { changeAll } from './changeAll.ts'
import { claim } from './claim.ts'
import { claimed } from './claimed.ts'
import { CONNECTING, SILENCE_S, spokenWithin } from './connecting.ts'
import { enqueue, enqueueHeld } from './enqueue.ts'
import { facts } from './facts.ts'
import { insertAll } from './insertAll.ts'
import { limit } from './limit.ts'
import { migrate, pendingMigrations } from './migrate.ts'
import { postgresQueues } from './queues.ts'
import { tables } from './schema.ts'
import { standing } from './standing.ts'

export interface PostgresSettings {
  url: string
  /** Connections for queries; the job loop has its own. */
  connections?: number
  /** After so long without a word a connection that is asked is given up, in seconds. */
  silence?: number
}

/** Opens Postgres. Nothing is sent until the first query. */
export function openPostgres({ url, connections = 10, silence = SILENCE_S }: PostgresSettings): Database {
  const client = postgres(url, { max: connections, ...CONNECTING, ...spokenWithin(silence) })
  const drizzled = drizzle(preparing(client))
  const db = dbOf(drizzled, client)
  return {
    ...db,
    enqueue: gathering((queue, jobs) => enqueue(client, queue, jobs)),
    enqueueHeld: (queue, job, holder) => enqueueHeld(client, queue, job, holder),
    name: 'postgres',
    // While some are at the server the next are decided. In large batches all who wait soon come and go as one crowd,
    // for whom we and the server take turns.
    sharing: { most: 12, lanes: 6 },
    blocks: false,
    transaction: (work) => again(() => drizzled.transaction((tx) => work(dbOf(tx, rawOf(tx))))),
    atOnce: (read, write) =>
      again(async () => {
        const seen = await read(db)
        return atOnce(client, tables, (tx) => write(tx, seen))
      }),
    ...postgresQueues(url, silence),
    takePlace: async () => async () => {},
    migrate: () => migrate(url),
    pendingMigrations: () => pendingMigrations(client),
    facts: () => facts(client),
    ping: async () => {
      await client.unsafe('select 1')
    },
    explain: async (query) => {
      const { sql, params } = query.toSQL()
      const rows = await client.unsafe(`explain ${sql}`, params as never[])
      return rows.map((row) => row['QUERY PLAN']).join('\n')
    },
    close: () => client.end({ timeout: 5 }),
  }
}

/** Drizzle sends each statement unprepared; sent prepared, the server parses and plans it once per connection. */
function preparing<Client extends postgres.ISql>(client: Client): Client {
  return new Proxy(client, {
    get(target, name) {
      const member = Reflect.get(target, name)
      if (name === 'unsafe')
        return (query: string, params?: never[]) => target.unsafe(query, params, { prepare: true })
      if (name === 'begin') {
        const begin = member as (this: Client, work: Transacting) => Promise<unknown>
        return (work: Transacting) => begin.call(target, (tx) => work(preparing(tx)))
      }
      return member
    },
  })
}

/** The client that a transaction of drizzle runs on. */
function rawOf(tx: object): postgres.ISql {
  return (tx as { session: { client: postgres.ISql } }).session.client
}

type Transacting = (tx: postgres.ISql) => Promise<unknown>

const ATTEMPTS = 4

/** Repeats a transaction that lost a deadlock (40P01) or a serialization race (40001). */
async function again<T>(transaction: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await transaction()
    } catch (error) {
      if (attempt === ATTEMPTS || !isRace(error)) throw error
    }
  }
}

function isRace(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if ('code' in cause && (cause.code === '40P01' || cause.code === '40001')) return true
  }
  return false
}

function dbOf(q: Queries, client: postgres.ISql): Db {
  return {
    q,
    t: tables as Tables,
    claim: (claims) => claim(client, tables, claims),
    limit: (limits, now_ms) => limit(client, limits, now_ms),
    standing: (questions) => standing(client, questions),
    claimed: (spans) => claimed(client, spans),
    enqueue: (queue, jobs) => enqueue(client, queue, jobs),
    insertAll: async (table, rows) => void (await insertAll(client, table, rows)),
    upsertAll: async (table, key, rows) =>
      void (await insertAll(client, table, rows, replacing(table, key, Object.keys(rows[0] ?? {})))),
    changeAll: (table, changes) => changeAll(client, table, changes),
  }
}

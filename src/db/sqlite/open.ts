import { Database as File } from 'bun:sqlite'
import { AsyncLocalStorage } from 'node:async_hooks'
import { drizzle } from 'drizzle-orm/sqlite-proxy'
import type { Database, Db, Queries } from '../database.ts'
import { gathering } from '../gathering.ts'
import { replacing } from '../replacing.ts'
import type { Tables } from '../schema.ts'
import { refuseAtOnce, whenFree } from './busy.ts'
import { changeAll } from './changeAll.ts'
import { claim } from './claim.ts'
import { claimed } from './claimed.ts'
import { enqueue, enqueueHeld } from './enqueue.ts'
import { facts } from './facts.ts'
import { insertAll } from './insertAll.ts'
import { limit } from './limit.ts'
import { lock } from './lock.ts'
import { migrate, pendingMigrations } from './migrate.ts'
import { takePlace } from './place.ts'
import { type Alone, SILENCE, sqliteQueue } from './queue.ts'
import { tables } from './schema.ts'
import { standing } from './standing.ts'

type Method = 'run' | 'all' | 'values' | 'get'

/** Opens SQLite at `path` (`:memory:` for none): one writer, one lock, `begin immediate`. */
export function openSqlite({ path }: { path: string }): Database {
  const file = new File(path, { create: true, strict: true })
  for (const pragma of PRAGMAS) file.run(pragma)
  refuseAtOnce(file)
  const exclusive = lock()
  const inside = new AsyncLocalStorage<true>()
  const refuseInside = () => {
    if (inside.getStore()) throw new Error('Inside a transaction use tx, not the database')
  }
  const outer = drizzle(async (sql, params, method: Method) => {
    refuseInside()
    return exclusive(() => whenFree(() => run(file, sql, params, method)))
  }) as unknown as Queries
  const alone: Alone = (work) => {
    refuseInside()
    return exclusive(() => whenFree(() => file.transaction(work).immediate(file)))
  }
  const gathered = gathering((queue, jobs) => alone((it) => enqueue(it, queue, jobs)))
  const transaction: Database['transaction'] = (work) => {
    if (inside.getStore()) throw new Error('A transaction was asked for inside a transaction')
    const joined: Alone = async (part) => part(file)
    return exclusive(() => inside.run(true, () => transact(file, (q) => work(dbOf(q, joined)))))
  }
  return {
    ...dbOf(outer, alone),
    enqueue: async (queue, jobs) => {
      refuseInside()
      await gathered(queue, jobs)
    },
    enqueueHeld: (queue, job, holder) => alone((it) => enqueueHeld(it, queue, job, holder)),
    name: 'sqlite',
    // One after the other in any case: the fewer commits the better.
    sharing: { most: 64, lanes: 2 },
    blocks: true,
    transaction,
    atOnce: (read, write) => transaction(async (tx) => write(tx, await read(tx))),
    queue: (name) => sqliteQueue(alone, name),
    news: () => SILENCE,
    takePlace: () => takePlace(path),
    migrate: () => exclusive(() => migrate(file)),
    pendingMigrations: () => exclusive(() => pendingMigrations(file)),
    facts: () => exclusive(async () => facts(file)),
    ping: async () => {
      file.query('select 1').get()
    },
    explain: async (query) => {
      const { sql, params } = query.toSQL()
      const statement = file.prepare(`explain query plan ${sql}`)
      const rows = statement.all(...(params as never[])) as { detail: string }[]
      // The plan of a write that returns rows would stay open, and no transaction could commit beside it.
      statement.finalize()
      return rows.map((row) => row.detail).join('\n')
    },
    close: () => exclusive(async () => file.close(false)),
  }
}

const PRAGMAS = [
  // While the file is opened nobody waits for an answer yet.
  'pragma busy_timeout = 5000',
  'pragma journal_mode = wal',
  'pragma synchronous = full',
  'pragma foreign_keys = on',
]

/** The proxy of drizzle wants rows as arrays of values; `query` keeps each statement compiled. */
function run(file: File, sql: string, params: unknown[], method: Method) {
  const statement = file.query(sql)
  if (method === 'run') {
    statement.run(...(params as never[]))
    return { rows: [] }
  }
  const rows = statement.values(...(params as never[])) as unknown[][]
  return { rows: method === 'get' ? (rows[0] as unknown[]) : rows }
}

async function transact<T>(file: File, work: (q: Queries) => Promise<T>): Promise<T> {
  let open = true
  const q = drizzle(async (sql, params, method: Method) => {
    if (!open) throw new Error('This transaction has ended')
    return run(file, sql, params, method)
  }) as unknown as Queries
  await whenFree(() => file.run('begin immediate'))
  try {
    const result = await work(q)
    file.run('commit')
    return result
  } catch (error) {
    if (file.inTransaction) file.run('rollback')
    throw error
  } finally {
    open = false
  }
}

function dbOf(q: Queries, alone: Alone): Db {
  return {
    q,
    t: tables as Tables,
    claim: (claims) => claim(q, tables, claims),
    limit: (limits, now_ms) => alone((file) => limit(file, limits, now_ms)),
    standing: (questions) => alone((file) => standing(file, questions)),
    claimed: (spans) => alone((file) => claimed(file, spans)),
    enqueue: (queue, jobs) => alone((file) => enqueue(file, queue, jobs)),
    insertAll: async (table, rows) => {
      if (rows.length > 0) await insertAll(q, table, rows)
    },
    upsertAll: async (table, key, rows) => {
      if (rows.length > 0) await insertAll(q, table, rows, replacing(table, key, Object.keys(rows[0]!)))
    },
    changeAll: (table, changes) => changeAll(q, table, changes),
  }
}

import type { PgDatabase, PgQueryResultHKT, PgTable } from 'drizzle-orm/pg-core'
import type { DatabaseFacts } from './facts.ts'
import type { Insert, Queues } from './queue.ts'
import type { Tables } from './schema.ts'

/** The query builder, typed by the canonical dialect; it runs on both. */
export type Queries = Pick<
  PgDatabase<PgQueryResultHKT, Record<string, never>>,
  | 'select'
  | 'selectDistinct'
  | 'selectDistinctOn'
  | 'insert'
  | 'update'
  | 'delete'
  | 'with'
  | '$with'
  | '$count'
>

export type NewClaim = Tables['slot_claims']['$inferInsert']

/** A part of a salesperson's time, in epoch milliseconds, half open. */
export interface Span {
  salesperson_id: string
  from_ms: number
  until_ms: number
}

/** A claim as it is read: buffers included, in epoch milliseconds. */
export interface Claimed extends Span {
  id: string
  booking_id: string
  /** The booking's start, buffers left out. */
  start_ms: number
  /** Null once the booking is confirmed. */
  expires_ms: number | null
}

/** Whose claims are counted, and from when until when. */
export interface Ahead {
  salesperson_ids: string[]
  from_ms: number
  until_ms: number
}

/** How a row must stand to be changed, and what is changed then. */
export interface RowChange<Row = object> {
  was: Row & { id: string }
  set: Row
}

/** How much a salesperson has to do. */
export interface Workload {
  salesperson_id: string
  /** Living claims that begin between the two instants. */
  load: number
  /** When the newest claim was made, in epoch milliseconds; null without any. */
  last_ms: number | null
}

/** What code needs to read and write: queries, the tables of the dialect, and what dialects say differently. */
export interface Db {
  readonly q: Queries
  readonly t: Tables
  /**
   * Inserts many rows by one statement whose text does not depend on their number. The first row's keys say which
   * columns are given; every row has the same ones.
   */
  insertAll<Table extends PgTable>(table: Table, rows: Table['$inferInsert'][]): Promise<void>
  /** Inserts rows as `insertAll` does; where one of this key is there already, it takes on all but its creation. */
  upsertAll<Table extends PgTable>(
    table: Table,
    key: keyof Table['$inferInsert'] & string,
    rows: Table['$inferInsert'][],
  ): Promise<void>
  /**
   * Changes many rows by one statement, each by compare-and-set: answers the ids of those that stood as they were
   * said to. Every change has the keys of the first.
   */
  changeAll<Table extends PgTable>(
    table: Table,
    changes: RowChange<Partial<Table['$inferInsert']>>[],
  ): Promise<Set<string>>
  /**
   * Inserts claims and answers the ids of those that the database accepted; a claim that overlaps another
   * booking's is left out, without ending the transaction. Call inside a transaction.
   */
  claim(claims: NewClaim[]): Promise<Set<string>>
  /** The claims that overlap any of these spans, expired ones too, by one statement; one that meets two comes twice. */
  claimed(spans: Span[]): Promise<Claimed[]>
  /** How much these salespersons have to do, by one statement. */
  workload(ahead: Ahead): Promise<Workload[]>
  /** Inserts jobs, by one statement. Domain code calls it through `jobs/enqueue`. */
  readonly enqueue: Insert
}

/** One open database. Inside `transaction` use `tx` alone: awaiting the outer handle there throws or hangs. */
export interface Database extends Db, Queues {
  /** Runs `work` in one transaction; it is rolled back when `work` throws, and repeated when the database asks for it. */
  transaction<T>(work: (tx: Db) => Promise<T>): Promise<T>
  /** Applies the migrations that are missing, under a lock; answers their tags. */
  migrate(): Promise<string[]>
  /** The tags of migrations that this build knows and the database lacks. */
  pendingMigrations(): Promise<string[]>
  /** What an operator wants to know of it. */
  facts(): Promise<DatabaseFacts>
  /** Rejects when the database does not answer. */
  ping(): Promise<void>
  /** The plan of a query, one line a row; for tests that prove an index is used. */
  explain(query: { toSQL(): { sql: string; params: unknown[] } }): Promise<string>
  close(): Promise<void>
  readonly name: 'postgres' | 'sqlite'
}

/** What the database refused, when it is a refusal that code can answer. */
export type Refusal = 'overlap' | 'duplicate'

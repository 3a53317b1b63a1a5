import type { PgDatabase, PgQueryResultHKT, PgTable } from 'drizzle-orm/pg-core'
import type { DatabaseFacts } from './facts.ts'
import type { Insert, InsertHeld, Queues } from './queue.ts'
import type { Tables } from './schema.ts'
import type { Claimed, Limit, Questions, Span, Standing } from './standing.ts'

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

export type { Claimed, Limit, Span } from './standing.ts'

/** How a row must stand to be changed, and what is changed then. */
export interface RowChange<Row = object> {
  was: Row & { id: string }
  set: Row
}

/** What can be written down without reading anything back. */
export interface Inserts {
  readonly t: Tables
  /**
   * Inserts many rows by one statement whose text does not depend on their number. The first row's keys say which
   * columns are given; every row has the same ones.
   */
  insertAll<Table extends PgTable>(table: Table, rows: Table['$inferInsert'][]): Promise<void>
  /**
   * Inserts claims and answers the ids of those that the database accepted; a claim that overlaps another
   * booking's is left out, without ending the transaction. Call inside a transaction.
   */
  claim(claims: NewClaim[]): Promise<Set<string>>
  /**
   * Refuses the whole as an overlap where more bookings begin in a span than may, with those that others have claimed
   * since we looked; claims that are over at `now_ms` do not count. Call it after `claim`.
   */
  limit(limits: Limit[], now_ms: number): Promise<void>
  /** Inserts jobs, by one statement. Domain code calls it through `jobs/enqueue`. */
  readonly enqueue: Insert
}

/** What code needs to read and write: queries, the tables of the dialect, and what dialects say differently. */
export interface Db extends Inserts {
  readonly q: Queries
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
  /** The claims that overlap any of these spans, expired ones too, by one statement; one that meets two comes twice. */
  claimed(spans: Span[]): Promise<Claimed[]>
  /** Answers all that is asked together. */
  standing(questions: Questions): Promise<Standing>
}

/** One open database. Inside `transaction` use `tx` alone: awaiting the outer handle there throws or hangs. */
export interface Database extends Db, Queues {
  /** Runs `work` in one transaction; it is rolled back when `work` throws, and repeated when the database asks for it. */
  transaction<T>(work: (tx: Db) => Promise<T>): Promise<T>
  /**
   * Reads, and then writes down what follows from it: all of it or nothing, on Postgres by one statement after `write`
   * has ended. Claims may be called accepted that are not; then the whole is refused as an overlap. What was read may
   * have changed meanwhile where the database lets others write beside us.
   */
  atOnce<Seen, T>(read: (db: Db) => Promise<Seen>, write: (tx: Inserts, seen: Seen) => Promise<T>): Promise<T>
  /** Inserts a job that its holder begins at once: nobody has to look for it and claim it. */
  readonly enqueueHeld: InsertHeld
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
  /** How many that come at one time best share a transaction, and how many such transactions best run at once. */
  readonly sharing: { most: number; lanes: number }
  /** Whether a commit keeps this whole process waiting: then it is worth a moment to have more share it. */
  readonly blocks: boolean
}

/** What the database refused, when it is a refusal that code can answer. */
export type Refusal = 'overlap' | 'duplicate'

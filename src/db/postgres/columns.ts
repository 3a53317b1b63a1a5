import {
  bigint,
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uniqueIndex,
} from 'drizzle-orm/pg-core'

/** The column makers of Postgres. Their types are the canonical ones: the schema is written against them. */
export const postgresColumns = {
  text: <T extends string = string>() => text().$type<T>(),
  integer: () => integer(),
  boolean: () => boolean(),
  /** An instant with milliseconds, a `Date` in code. */
  instant: () => timestamp({ withTimezone: true, precision: 3, mode: 'date' }),
  json: <T>() => jsonb().$type<T>(),
  /** A rising number that the database gives; the primary key of its table. */
  sequence: () => bigint({ mode: 'number' }).generatedAlwaysAsIdentity().primaryKey(),
  table: pgTable,
  index,
  uniqueIndex,
  primaryKey,
}

export type Columns = typeof postgresColumns

import type { PgTable } from 'drizzle-orm/pg-core'
import type postgres from 'postgres'
import type { Inserts, NewClaim } from '../database.ts'
import type { Tables } from '../schema.ts'
import { ACCEPTED, byPlace } from './claim.ts'
import { enqueueing } from './enqueue.ts'
import { inserting } from './insertAll.ts'

/** A statement whose one parameter is a list of rows, $1. */
interface Part {
  text: string
  rows: object[]
  /** True for claims, each of which has to be accepted. */
  claims?: boolean
}

/** Writes all that `write` inserts by one statement, which is a transaction of its own. */
export async function atOnce<T>(
  client: postgres.ISql,
  tables: Tables,
  write: (tx: Inserts) => Promise<T>,
): Promise<T> {
  const parts: Part[] = []
  const result = await write(noting(tables, parts))
  if (parts.length > 0) await client.unsafe(...statementOf(parts), { prepare: true })
  return result
}

function noting(tables: Tables, parts: Part[]): Inserts {
  const note = (part: Part) => void (part.rows.length > 0 && parts.push(part))
  return {
    t: tables,
    insertAll: async (table: PgTable, rows: object[]) =>
      note({ text: rows.length > 0 ? inserting(table, rows) : '', rows }),
    claim: async (claims: NewClaim[]) => {
      const rows = claims.toSorted(byPlace)
      if (rows.length > 0) note({ text: inserting(tables.slot_claims, rows) + ACCEPTED, rows, claims: true })
      return new Set(claims.map(({ id }) => id))
    },
    enqueue: async (queue, jobs) => note({ text: enqueueing(queue), rows: jobs }),
  }
}

/**
 * Every part is done, whether it is asked for or not. A claim that was left out ends it all: there is no other way
 * within a statement than a cast that fails, and its text is what the refusal is known by.
 */
function statementOf(parts: Part[]): [string, (string | number)[]] {
  const withs = parts.map(({ text }, i) => `p${i} as (${text.replace('$1', `$${i + 1}`)})`)
  const accepted = parts.flatMap(({ claims }, i) => (claims ? [`(select count(*) from p${i})`] : []))
  const wanted = parts.reduce((sum, { claims, rows }) => sum + (claims ? rows.length : 0), 0)
  const [count, place] = [accepted.join(' + ') || '0', parts.length + 1]
  const text = `with ${withs.join(', ')} select case when ${count} < $${place}::int
    then ('slot_claims_no_overlap ' || (${count}))::int end`
  return [text, [...parts.map(({ rows }) => JSON.stringify(rows)), wanted]]
}

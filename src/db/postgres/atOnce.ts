import type { PgTable } from 'drizzle-orm/pg-core'
import type postgres from 'postgres'
import type { Inserts, NewClaim } from '../database.ts'
import type { Tables } from '../schema.ts'
import { ACCEPTED, byPlace } from './claim.ts'
import { enqueueing, jobLists } from './enqueue.ts'
import { inserting } from './insertAll.ts'

/** A statement that inserts rows, and its parameters. */
interface Part {
  text: string
  params: string[]
  /** How many claims these are, each of which has to be accepted. */
  claims?: number
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
  return {
    t: tables,
    insertAll: async (table: PgTable, rows: object[]) => {
      if (rows.length > 0) parts.push({ text: inserting(table, rows), params: [JSON.stringify(rows)] })
    },
    claim: async (claims: NewClaim[]) => {
      const rows = claims.toSorted(byPlace)
      if (rows.length > 0) {
        const text = inserting(tables.slot_claims, rows) + ACCEPTED
        parts.push({ text, params: [JSON.stringify(rows)], claims: rows.length })
      }
      return new Set(claims.map(({ id }) => id))
    },
    enqueue: async (queue, jobs) => {
      if (jobs.length > 0) parts.push({ text: enqueueing(queue), params: jobLists(jobs) })
    },
  }
}

/**
 * Every part is done, whether it is asked for or not. A claim that was left out ends it all: there is no other way
 * within a statement than a cast that fails, and its text is what the refusal is known by.
 */
function statementOf(parts: Part[]): [string, (string | number)[]] {
  const params: (string | number)[] = []
  const withs = parts.map((part, i) => {
    const before = params.length
    params.push(...part.params)
    return `p${i} as (${part.text.replaceAll(/\$(\d+)/g, (_, nth) => `$${before + Number(nth)}`)})`
  })
  const accepted = parts.flatMap(({ claims }, i) => (claims ? [`(select count(*) from p${i})`] : []))
  const wanted = parts.reduce((sum, { claims = 0 }) => sum + claims, 0)
  const count = accepted.join(' + ') || '0'
  const text = `with ${withs.join(', ')} select case when ${count} < $${params.length + 1}::int
    then ('slot_claims_no_overlap ' || (${count}))::int end`
  return [text, [...params, wanted]]
}

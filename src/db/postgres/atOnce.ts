import type { PgTable } from 'drizzle-orm/pg-core'
import type postgres from 'postgres'
import type { Inserts, NewClaim } from '../database.ts'
import type { Tables } from '../schema.ts'
import type { Limit } from '../standing.ts'
import { ACCEPTED, byPlace } from './claim.ts'
import { enqueueing, jobLists } from './enqueue.ts'
import { inserting } from './insertAll.ts'
import { listOf, WITHIN } from './limit.ts'

/** A statement that inserts rows, and its parameters. */
interface Part {
  text: string
  params: string[]
  /** How many claims these are, each of which has to be accepted. */
  claims?: number
}

/** What is written down, and how much of it there may be. */
interface Noted {
  parts: Part[]
  limits: Limit[]
  now_ms: number
}

/** Writes all that `write` inserts by one statement, which is a transaction of its own. */
export async function atOnce<T>(
  client: postgres.ISql,
  tables: Tables,
  write: (tx: Inserts) => Promise<T>,
): Promise<T> {
  const noted: Noted = { parts: [], limits: [], now_ms: 0 }
  const result = await write(noting(tables, noted))
  if (noted.parts.length > 0) await client.unsafe(...statementOf(noted), { prepare: true })
  return result
}

function noting(tables: Tables, noted: Noted): Inserts {
  const { parts } = noted
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
    limit: async (limits, now_ms) => {
      noted.limits.push(...limits)
      noted.now_ms = now_ms
    },
    enqueue: async (queue, jobs) => {
      if (jobs.length > 0) parts.push({ text: enqueueing(queue), params: jobLists(jobs) })
    },
  }
}

/**
 * Every part is done, whether it is asked for or not. A claim that was left out ends it all: there is no other way
 * within a statement than a cast that fails, and its text is what the refusal is known by. Once all is claimed the
 * places of each day are counted.
 */
function statementOf({ parts, limits, now_ms }: Noted): [string, (string | number)[]] {
  const params: (string | number)[] = []
  const part = (text: string, more: (string | number)[]) => {
    const before = params.length
    params.push(...more)
    return text.replaceAll(/\$(\d+)/g, (_, nth) => `$${before + Number(nth)}`)
  }
  const withs = parts.map(({ text, params: more }, i) => `p${i} as (${part(text, more)})`)
  const accepted = parts.flatMap(({ claims }, i) => (claims ? [`(select count(*) from p${i})`] : []))
  const wanted = parts.reduce((sum, { claims = 0 }) => sum + claims, 0)
  const count = accepted.join(' + ') || '0'
  const refused = `when ${count} < ${part('$1::int', [wanted])} then ('slot_claims_no_overlap ' || (${count}))::int`
  const within = limits.length > 0 ? `when ${part(WITHIN, [listOf(limits), now_ms])} then null` : ''
  return [`with ${withs.join(', ')} select case ${refused} ${within} end`, params]
}

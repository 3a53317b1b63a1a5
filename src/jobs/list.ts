import { and, desc, eq, gte, lt, type SQL } from 'drizzle-orm'
import type { Db } from '../db/database.ts'
import type { QueueName } from '../db/queue.ts'
import type { JobStatus } from '../db/tables/jobs.ts'
import { Problem } from '../lib/problem.ts'
import { type JobSummary, summaryOf } from './show.ts'
import { is } from './status.ts'

export interface JobFilter {
  /** Left out, the jobs of all tenants and those of none. */
  tenant_id?: string
  status?: JobStatus
  kind?: string
  limit: number
  /** `next_cursor` of the page before. */
  cursor?: string
}

/** A page never reads more rows than this, however few of them fit the filter. */
const MOST_READ = 50_000

/**
 * Jobs, the newest first, by keyset. A page may hold fewer than `limit` jobs, even none, where many rows do not fit
 * the filter; only `next_cursor: null` says that there are no more.
 */
export async function listJobs(
  db: Db,
  queue: QueueName,
  filter: JobFilter,
): Promise<{ items: JobSummary[]; next_cursor: string | null }> {
  const table = db.t[queue]
  const before = filter.cursor === undefined ? await newest(db, queue) : idOf(filter.cursor)
  const from = isIndexed(filter) ? 0 : before - MOST_READ
  const rows = await db.q
    .select()
    .from(table)
    .where(and(...conditions(db, queue, filter), lt(table.id, before), gte(table.id, from)))
    .orderBy(desc(table.id))
    .limit(filter.limit + 1)
  const items = rows.slice(0, filter.limit)
  const next = rows.length > filter.limit ? items.at(-1)!.id : from > 1 ? from : null
  return { items: items.map(summaryOf), next_cursor: next === null ? null : String(next) }
}

function idOf(cursor: string): number {
  if (/^[1-9]\d{0,14}$/.test(cursor)) return Number(cursor)
  throw new Problem('invalid_request', 'The cursor is not of this list', {
    errors: [{ path: 'cursor', message: 'must be `next_cursor` of the page before' }],
  })
}

/** Of the dead there is an index in this order. */
function isIndexed({ status }: JobFilter): boolean {
  return status === 'dead'
}

async function newest(db: Db, queue: QueueName): Promise<number> {
  const table = db.t[queue]
  const [row] = await db.q.select({ id: table.id }).from(table).orderBy(desc(table.id)).limit(1)
  return (row?.id ?? 0) + 1
}

function conditions(db: Db, queue: QueueName, { tenant_id, status, kind }: JobFilter): (SQL | undefined)[] {
  const table = db.t[queue]
  return [
    tenant_id === undefined ? undefined : eq(table.tenant_id, tenant_id),
    status && is[status],
    kind === undefined ? undefined : eq(table.kind, kind),
  ]
}

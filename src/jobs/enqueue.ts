import type { Inserts } from '../db/database.ts'
import type { JobRow, QueueName } from '../db/queue.ts'
import type { Clock } from '../lib/clock.ts'

/** Priorities that kinds share; lower goes first. */
export const PRIORITY = { urgent: 10, soon: 50, normal: 100, later: 200 } as const

export interface NewJob {
  kind: string
  /** Left out for work of no tenant. */
  tenant_id?: string
  /** One pending job absorbs others of its kind and key, and two of one key never run at once. */
  key?: string
  payload: unknown
  /** Lower goes first; 100 unless said otherwise. */
  priority?: number
  /** When it is due; at once unless said otherwise. */
  run_at_ms?: number
  max_attempts?: number
  /** The trace that the job belongs to, as a `traceparent`. */
  traceparent?: string
}

/**
 * Writes jobs down in the caller's transaction, by one statement; the worker hears of them when it commits. Of several
 * with one kind and key the last one's payload counts, the earliest time and the most urgent priority.
 */
export async function enqueue(
  db: Pick<Inserts, 'enqueue'>,
  clock: Clock,
  queue: QueueName,
  jobs: NewJob[],
): Promise<void> {
  const now_ms = clock.now_ms()
  await db.enqueue(queue, absorb(jobs.map((job) => rowOf(job, now_ms))))
}

function rowOf(job: NewJob, now_ms: number): JobRow {
  return {
    kind: job.kind,
    tenant_id: job.tenant_id ?? '',
    key: job.key ?? null,
    payload: job.payload,
    priority: job.priority ?? PRIORITY.normal,
    max_attempts: job.max_attempts ?? null,
    run_at_ms: job.run_at_ms ?? now_ms,
    created_at_ms: now_ms,
    traceparent: job.traceparent ?? null,
  }
}

/** One statement cannot meet the same row twice. Sorted by key, so that two callers cannot deadlock. */
function absorb(rows: JobRow[]): JobRow[] {
  if (rows.length < 2) return rows
  const keyed = new Map<string, JobRow>()
  const free: JobRow[] = []
  for (const row of rows) {
    if (row.key === null) {
      free.push(row)
      continue
    }
    // A kind has no line break, so that two names are alike only where both are.
    const name = `${row.kind}\n${row.key}`
    const earlier = keyed.get(name)
    keyed.set(name, earlier ? merge(earlier, row) : row)
  }
  return [...free, ...[...keyed].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row)]
}

function merge(earlier: JobRow, later: JobRow): JobRow {
  return {
    ...later,
    priority: Math.min(earlier.priority, later.priority),
    run_at_ms: Math.min(earlier.run_at_ms, later.run_at_ms),
  }
}

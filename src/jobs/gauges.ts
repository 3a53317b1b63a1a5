import type { Db } from '../db/database.ts'
import type { QueueName } from '../db/queue.ts'
import type { Clock } from '../lib/clock.ts'
import type { Metrics } from '../lib/metrics.ts'
import { figures, oldestDueAge_ms } from './figures.ts'
import { labelOf } from './tally.ts'

const QUEUES: QueueName[] = ['webhook_jobs', 'outbox_jobs']

/** Keeps the gauges of both queues true: they are counted at each scrape. */
export function jobGauges(db: Db, clock: Clock, metrics: Metrics): void {
  metrics.onScrape(async () => {
    for (const queue of QUEUES) await fill(db, queue, clock, metrics)
  })
}

async function fill(db: Db, name: QueueName, clock: Clock, metrics: Metrics) {
  const all = await figures(db, name)
  const queue = labelOf(name)
  for (const status of ['pending', 'running', 'dead'] as const) {
    const sum = all.reduce((so_far, kind) => so_far + kind[status], 0)
    metrics.set('holdfast_jobs', { queue, status }, sum)
  }
  const age_ms = oldestDueAge_ms(all, clock.now_ms())
  metrics.set('holdfast_oldest_due_job_age_seconds', { queue }, age_ms / 1000)
}

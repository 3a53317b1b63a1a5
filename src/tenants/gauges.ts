import { count, isNull } from 'drizzle-orm'
import type { Database } from '../db/database.ts'
import type { Metrics } from '../lib/metrics.ts'

/** Keeps the gauge of open follow-ups true: they are counted at each scrape. */
export function followUpGauge({ q, t }: Database, metrics: Metrics): void {
  const { follow_ups } = t
  metrics.onScrape(async () => {
    const open = await q
      .select({ kind: follow_ups.kind, value: count() })
      .from(follow_ups)
      .where(isNull(follow_ups.resolved_at_utc))
      .groupBy(follow_ups.kind)
    metrics.replace(
      'holdfast_follow_ups_open',
      open.map(({ kind, value }) => ({ labels: { kind }, value })),
    )
  })
}

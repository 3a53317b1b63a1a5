import { ne } from 'drizzle-orm'
import type { Database } from '../db/database.ts'
import type { Clock } from '../lib/clock.ts'
import type { Metrics } from '../lib/metrics.ts'
import { type Health, healthOf } from './subscriptionRow.ts'

const STATES: Health[] = ['healthy', 'expiring', 'expired', 'failing']

/** Keeps the gauge of subscriptions true: they are counted at each scrape. */
export function subscriptionGauge({ q, t }: Database, clock: Clock, metrics: Metrics): void {
  const { graph_subscriptions: table } = t
  metrics.onScrape(async () => {
    const rows = await q.select().from(table).where(ne(table.status, 'retired'))
    const states = rows.map((row) => healthOf(row, clock.now_ms()))
    for (const status of STATES) {
      const value = states.filter((state) => state === status).length
      metrics.set('holdfast_subscriptions', { status }, value)
    }
  })
}

import type { Metrics } from './metrics.ts'

/** Keeps the figures of this process true: memory, processor time and when it began. */
export function processGauges(metrics: Metrics): void {
  metrics.set('process_start_time_seconds', {}, Date.now() / 1000 - process.uptime())
  let counted_s = 0
  metrics.onScrape(() => {
    metrics.set('process_resident_memory_bytes', {}, process.memoryUsage.rss())
    const { user, system } = process.cpuUsage()
    const used_s = (user + system) / 1e6
    metrics.count('process_cpu_seconds_total', {}, Math.max(0, used_s - counted_s))
    counted_s = used_s
  })
}

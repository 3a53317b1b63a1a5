/**
 * Pages per second of one process over HTTP: a month that everyone looks at, and months that each differ by day, zone
 * or language, so that none is given twice. The whole product on SQLite with mocks, asked by clients of this process.
 */
import { site } from '../support/site.ts'

const it = await site()
const CLIENTS = 32
const LASTS_MS = 4000
const GOAL = 3000

async function rate(pathOf: (i: number) => string): Promise<{ per_s: number; median_ms: number }> {
  let count = 0
  const times: number[] = []
  const until = performance.now() + LASTS_MS
  const client = async () => {
    while (performance.now() < until) {
      const begun = performance.now()
      const reply = await fetch(it.url + pathOf(count++), {
        headers: { 'accept-encoding': 'gzip' },
        decompress: false,
      })
      await reply.arrayBuffer()
      if (reply.status !== 200) throw new Error(`status ${reply.status}`)
      times.push(performance.now() - begun)
    }
  }
  await Promise.all(Array.from({ length: CLIENTS }, client))
  return {
    per_s: (times.length * 1000) / LASTS_MS,
    median_ms: times.sort((a, b) => a - b)[times.length >> 1]!,
  }
}

const show = (label: string, { per_s, median_ms }: { per_s: number; median_ms: number }) =>
  console.log(
    `${label.padEnd(44)}${Math.round(per_s)} pages/s  median ${median_ms.toFixed(1)} ms  (${(per_s / GOAL).toFixed(2)} of ${GOAL})`,
  )

const month = '/acme/intro-zoom?month=2026-12'
const zones = ['Europe/Berlin', 'America/Vancouver', 'Asia/Tokyo', 'Australia/Lord_Howe', 'Asia/Kathmandu']
const each = (i: number) =>
  `${month}&day=2026-12-${String((i % 28) + 1).padStart(2, '0')}&zone=${zones[i % 5]}&lang=${['en', 'de', 'fr', 'es'][i % 4]}&of=${i}`
await rate(() => month)
show('one month, asked by all', await rate(() => month))
show('months that all differ', await rate(each))
await it.stop()
process.exit(0)

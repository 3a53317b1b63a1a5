/**
 * Pages per second of one process over HTTP, Holdfast in a process of its own on SQLite with pretended providers, the
 * clients in this one, so that two cores share the work as they would in a container. Asked for are a month that
 * everyone looks at, and calendars as many customers of several meeting types look at them: by month, day, salesperson,
 * zone and language, each address once, so that no page is given twice. Prints the server's own CPU time per page too.
 */
import { serveHoldfast } from '../support/served.ts'
import { type Answer, drive, percentile } from './clients.ts'

const CLIENTS = 32
const LASTS_MS = 4000
const GOAL = 3000

const holdfast = await serveHoldfast('sqlite', { RATE_LIMIT: 'off', LOG_LEVEL: 'error' })
const { host } = new URL(holdfast.url)

interface Rate {
  per_s: number
  median_ms: number
  cpu_us: number
}

async function rate(pathOf: (i: number) => string): Promise<Rate> {
  const times: number[] = []
  let asked = 0
  const until = performance.now() + LASTS_MS
  const next = () =>
    performance.now() < until
      ? `GET ${pathOf(asked++)} HTTP/1.1\r\nhost: ${host}\r\naccept-encoding: gzip, deflate, br, zstd\r\naccept-language: en\r\n\r\n`
      : undefined
  const take = ({ status, took_ms }: Answer) => {
    if (status !== 200) throw new Error(`status ${status}`)
    times.push(took_ms)
  }
  const before_us = cpuOf(holdfast.process.pid)
  const took_ms = await drive({ origin: holdfast.url, clients: CLIENTS, next, take })
  const cpu_us = (cpuOf(holdfast.process.pid) - before_us) / times.length
  return { per_s: (times.length * 1000) / took_ms, median_ms: percentile(times, 0.5), cpu_us }
}

/** User and system time of a process, in microseconds (proc(5), "/proc/pid/stat", in ticks of a hundredth). */
function cpuOf(pid: number): number {
  const { stdout } = Bun.spawnSync(['cat', `/proc/${pid}/stat`])
  const fields = stdout
    .toString()
    .replace(/^.*\) /s, '')
    .split(' ')
  return (Number(fields[11]) + Number(fields[12])) * 10_000
}

function show(label: string, { per_s, median_ms, cpu_us }: Rate): void {
  const figures = `${Math.round(per_s)} pages/s  median ${median_ms.toFixed(1)} ms  ${Math.round(cpu_us)} µs of CPU each`
  console.log(`${label.padEnd(36)}${figures}  (${(per_s / GOAL).toFixed(2)} of ${GOAL})`)
}

const TYPES = ['intro-zoom', 'demo-teams', 'call-phone']
const WITH = ['', '&with=berlin', '&with=vancouver']
const ZONES = ['Europe/Berlin', 'America/Vancouver', 'Asia/Tokyo', 'Australia/Lord_Howe', 'Asia/Kathmandu']
const MONTHS = [0, 1].map((later) => {
  const now = new Date()
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1 + later, 1)).toISOString().slice(0, 7)
})
const of = <Item>(items: readonly Item[], i: number) => items[i % items.length]!
/** Counts through every choice, the quickest first; `of` makes the address new when all have been made. */
function different(i: number): string {
  const [type, by, month] = [of(TYPES, i), of(WITH, Math.floor(i / 3)), of(MONTHS, Math.floor(i / 9))]
  const day = String((i % 28) + 1).padStart(2, '0')
  const zone = of(ZONES, Math.floor(i / 4))
  return `/acme/${type}?month=${month}&day=${month}-${day}${by}&zone=${zone}&lang=${of(['en', 'de', 'fr', 'es'], i)}&of=${i}`
}

const month = () => `/acme/intro-zoom?month=${MONTHS[0]}`
await rate(different)
show('one month, asked by all', await rate(month))
show('calendars that all differ', await rate(different))
await holdfast.stop()

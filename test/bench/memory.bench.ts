/**
 * What the binary holds while 64 clients look, hold and cancel for long: `bun run bench memory --seconds=600`. The
 * median of its memory in the last quarter of the time is held against that of the second.
 */
import { readFileSync } from 'node:fs'
import { emptyFolderOnDisk, endBinaries, start } from '../support/binary.ts'
import { customerAt } from '../support/httpCustomer.ts'

const given = process.argv.find((word) => word.startsWith('--seconds='))
const SECONDS = Number(given?.split('=')[1] ?? 60)
const CLIENTS = 64
/** Per client: what a service sees of many customers, without filling both processors. */
const PAUSE_MS = 400
const MOST_GROWTH = 1.1
const MOST_MB = 300

const ADMIN_API_KEY = 'the admin key of this benchmark alone'

const running = await start([], {
  folder: emptyFolderOnDisk(),
  env: { ADMIN_API_KEY, RATE_LIMIT: 'off', LOG_LEVEL: 'warn', JOB_RETENTION: '1m' },
})
const resident_mb = () =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${running.child.pid}/status`, 'utf8'))?.[1]) / 1000
const until_ms = performance.now() + SECONDS * 1000
const samples: number[] = []
const done = { looked: 0, held: 0, refused: 0 }
const rest_mb = resident_mb()

async function client(n: number) {
  for (let i = 0; performance.now() < until_ms; i += 1) {
    const { slots, hold, ask } = customerAt(running.url, `c${n}-${i}@example.com`)
    const free = await slots()
    done.looked += 1
    const held = await hold(free[(n * 13 + i) % Math.max(1, free.length)])
    if (held.status === 201) {
      done.held += 1
      // Its time is free again for the next.
      const path = `/v1/admin/tenants/acme/bookings/${held.body.booking_id}/cancel`
      await ask('POST', path, {}, { 'x-admin-key': ADMIN_API_KEY })
    } else done.refused += 1
    await Bun.sleep(PAUSE_MS)
  }
}

const sampling = setInterval(() => samples.push(resident_mb()), 500)
await Promise.all(Array.from({ length: CLIENTS }, (_, n) => client(n)))
clearInterval(sampling)
await running.stop()

const quarter = (n: number) => samples.slice((samples.length * n) / 4, (samples.length * (n + 1)) / 4)
const median = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
const [before, after] = [median(quarter(1)), median(quarter(3))]
const growth = after / before
const most = Math.max(...samples)
const line = quarter(0).concat(quarter(1), quarter(2), quarter(3))
const every = Math.max(1, Math.floor(line.length / 12))
console.log(
  `${SECONDS} s, ${CLIENTS} clients: ${done.looked} looks, ${done.held} holds and cancellations, ${done.refused} refused`,
)
console.log(
  `memory in MB over that time: ${line
    .filter((_, i) => i % every === 0)
    .map((mb) => mb.toFixed(0))
    .join(' ')}`,
)
console.log(
  `at the start ${rest_mb.toFixed(0)} MB, at most ${most.toFixed(0)} MB (at most ${MOST_MB}: ${most <= MOST_MB ? 'kept' : 'EXCEEDED'})`,
)
console.log(
  `second quarter ${before.toFixed(0)} MB, last quarter ${after.toFixed(0)} MB: ${growth.toFixed(2)} of it (at most ${MOST_GROWTH}: ${growth <= MOST_GROWTH ? 'kept' : 'EXCEEDED'})`,
)
endBinaries()
process.exit(growth <= MOST_GROWTH && most <= MOST_MB ? 0 : 1)

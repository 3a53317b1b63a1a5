/**
 * Holds over HTTP on a durable Postgres, whole (slot checked by the generator, idempotency, claim, booking, letter and
 * expiry jobs, tracking), beside single-row inserts by `postgres` alone on the same server in the same run. The bars:
 * at least a fifth of the inserts, and 99 of 100 holds in less than 50 ms at 64 clients.
 */
import { say, show } from './bar.ts'
import { type Answer, drive, percentile, post } from './clients.ts'
import { cpuOf } from './cpu.ts'
import { stage } from './stage.ts'

const CLIENTS = 64
const WARM_UP = 6000
const HOLDS = Number(process.env.HOLDS ?? 16_000)

const { origin, pid, slots, rawInserts, stop } = await stage(200)
try {
  await rawInserts(1000)
  const before = await rawInserts(3000)
  await hold(WARM_UP)
  const cpu_ms = cpuOf(pid)
  const { answers, took_ms } = await hold(HOLDS)
  const each_ms = (cpuOf(pid) - cpu_ms) / answers.length
  const raw = (before + (await rawInserts(3000))) / 2
  report(raw, answers, took_ms)
  show('CPU time of Holdfast for each', each_ms * 1000, { unit: 'µs' })
} finally {
  await stop()
}

async function hold(count: number) {
  const answers: Answer[] = []
  const requests = slots.splice(-count).map(requestOf)
  const took_ms = await drive({
    origin,
    clients: CLIENTS,
    next: () => requests.pop(),
    take: (answer) => answers.push(answer),
  })
  return { answers, took_ms }
}

function requestOf(slot: (typeof slots)[number], i: number): string {
  const customer = {
    name: 'Ada Lovelace',
    email: `ada${i}@example.com`,
    time_zone: 'Europe/Paris',
    locale: 'en',
  }
  return post(
    `${origin}/v1/tenants/bench/holds`,
    { ...slot, customer },
    { 'idempotency-key': crypto.randomUUID() },
  )
}

function report(raw: number, answers: Answer[], took_ms: number) {
  const held = answers.filter(({ status }) => status === 201)
  const refused = Map.groupBy(
    answers.filter(({ status }) => status !== 201),
    ({ status, body }) => `${status} ${(JSON.parse(body) as { code: string }).code}`,
  )
  const rate = (held.length * 1000) / took_ms
  const times = held.map((answer) => answer.took_ms)
  const ms = { unit: 'ms', digits: 1 }
  show('single-row inserts, ten clients', raw, { unit: 'a second' })
  show(`holds, ${CLIENTS} clients`, rate, { unit: 'a second' })
  show('ratio to the inserts', rate / raw, { digits: 3 }, { at_least: 0.2 })
  show('half of the holds within', percentile(times, 0.5), ms)
  show('99 of 100 holds within', percentile(times, 0.99), ms, { under: 50 })
  for (const [what, those] of refused) say(`refused: ${what}`, String(those.length))
}

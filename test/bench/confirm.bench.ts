/**
 * Confirmations over HTTP on a durable Postgres, from the code to the 200. First with the real clients and both
 * simulators answering in 50 ms, whose time is part of every figure: under 250 ms at the median at 16 at once, and at
 * least 200 a second at 64 at once. Then in mock mode hold and confirmation together, beside single-row inserts by
 * `postgres` alone in the same run: at least one twenty-fifth.
 */
import { codeOf } from '../../src/booking/proof/code.ts'
import { say, show } from './bar.ts'
import { type Answer, drive, percentile, post } from './clients.ts'
import { pretend } from './pretend.ts'
import { type Stage, stage } from './stage.ts'

const LATENCY_MS = 50
const TYPES = 200
const MANY = { WORKER_CONCURRENCY: '300' }

await withProviders()
await inMockMode()

async function withProviders() {
  const providers = await pretend(LATENCY_MS)
  const on = await stage(TYPES, { env: { ...providers.env, ...MANY } })
  try {
    await confirm(on, await hold(on, 200), 16)
    const few = await confirm(on, await hold(on, 600), 16)
    const much = await confirm(on, await hold(on, 2500), 64)
    const rate = (much.good.length * 1000) / much.took_ms
    const ms = { unit: 'ms' }
    show('16 at once, half within', percentile(few.good, 0.5), ms, { under: 250 })
    show('16 at once, 99 of 100 within', percentile(few.good, 0.99), ms)
    show('64 at once', rate, { unit: 'a second' }, { at_least: 200 })
    show('64 at once, half within', percentile(much.good, 0.5), ms)
    for (const [what, count] of [...few.others, ...much.others])
      say(`not confirmed at once: ${what}`, String(count))
  } finally {
    await on.stop()
    await providers.stop()
  }
}

async function inMockMode() {
  const on = await stage(TYPES, { env: MANY })
  try {
    await confirm(on, await hold(on, 500), 64)
    const before = await on.rawInserts(3000)
    const begun = performance.now()
    const held = await hold(on, 3000)
    const { good, others } = await confirm(on, held, 64)
    const rate = (good.length * 1000) / (performance.now() - begun)
    const raw = (before + (await on.rawInserts(3000))) / 2
    show('single-row inserts, ten clients', raw, { unit: 'a second' })
    show('mock mode, held and confirmed', rate, { unit: 'a second' })
    show('ratio to the inserts', rate / raw, { digits: 3 }, { at_least: 0.04 })
    for (const [what, count] of others) say(`not confirmed at once: ${what}`, String(count))
  } finally {
    await on.stop()
  }
}

/** So many bookings that wait for their code; answers their ids. */
async function hold({ origin, slots }: Stage, count: number): Promise<string[]> {
  const ids: string[] = []
  const next = () => {
    const slot = slots.pop()
    if (slot === undefined || ids.length >= count) return undefined
    const customer = { name: 'Ada', email: 'ada@example.com', time_zone: 'Europe/Paris', locale: 'en' }
    const headers = { 'idempotency-key': crypto.randomUUID() }
    return post(`${origin}/v1/tenants/bench/holds`, { ...slot, customer }, headers)
  }
  const take = ({ status, body }: Answer) => {
    if (status === 201) ids.push((JSON.parse(body) as { booking_id: string }).booking_id)
  }
  await drive({ origin, clients: 32, next, take })
  return ids.slice(0, count)
}

/** Confirms them by code, so many at once; answers how long each took that was confirmed in its own reply. */
async function confirm({ origin, sql, token_secret }: Stage, ids: string[], clients: number) {
  const rows = await sql<{ id: string; verify_token_jti: string }[]>`
    select id, verify_token_jti from bookings where id in ${sql(ids)}`
  const requests = rows.map(({ id, verify_token_jti }) =>
    post(`${origin}/v1/bookings/confirm`, {
      booking_id: id,
      code: codeOf(token_secret, id, verify_token_jti),
    }),
  )
  const answers: Answer[] = []
  const took_ms = await drive({
    origin,
    clients,
    next: () => requests.pop(),
    take: (answer) => answers.push(answer),
  })
  const isGood = ({ status }: Answer) => status === 200
  const others = new Map<string, number>()
  for (const { status, body } of answers.filter((answer) => !isGood(answer))) {
    const what = `${status} ${(JSON.parse(body) as { code?: string }).code ?? ''}`
    others.set(what, (others.get(what) ?? 0) + 1)
  }
  return { good: answers.filter(isGood).map((answer) => answer.took_ms), others, took_ms }
}

import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { type Running, start } from '../support/binary.ts'
import { customerAt } from '../support/httpCustomer.ts'
import { onServer, type Server, startPostgres } from '../support/postgres.ts'
import { type Relay, relay } from '../support/relay.ts'

/** How long the server is away. */
const AWAY_MS = 30_000
/** Whoever asks meanwhile hears something by then: before the proxies in front give up. */
const IN_TIME_MS = 20_000
const GRACE_MS = 5000
/** What a busy machine adds to a grace. */
const SLACK_MS = 2000

let server: Server
let between: Relay
let running: Running

beforeAll(async () => {
  server = await startPostgres()
  await onServer(server.url, 'create database away')
  between = await relay(Number(new URL(server.url).port))
  const url = new URL(`${server.url}/away`)
  url.port = String(between.port)
  running = await start([], {
    env: { DATABASE_URL: url.href, RATE_LIMIT: 'off', SHUTDOWN_GRACE: `${GRACE_MS}ms` },
  })
}, 60_000)

afterAll(async () => {
  running?.child.kill('SIGKILL')
  await between?.stop()
  await server?.stop()
})

/** Asks, and says what came: the status and the code of a problem. */
async function ask(path: string, init: RequestInit = {}) {
  const reply = await fetch(running.url + path, { ...init, signal: AbortSignal.timeout(IN_TIME_MS) })
  const text = await reply.text()
  const isProblem = reply.headers.get('content-type') === 'application/problem+json'
  return { status: reply.status, code: isProblem ? JSON.parse(text).code : undefined, text }
}

async function until(holds: () => Promise<boolean>) {
  while (!(await holds())) await Bun.sleep(50)
}

/** Bookings asked for at once, each by a customer and a key of its own. */
function wishes(count: number) {
  return Array.from({ length: count }, (_, i) => {
    const email = `customer${crypto.randomUUID().slice(0, 8)}-${i}@example.com`
    return { key: email, email, ...customerAt(running.url, email) }
  })
}

/** Asks as a customer does: who is told to come again soon comes again, a few times. */
async function again<Reply extends { status: number }>(ask: () => Promise<Reply>): Promise<Reply> {
  for (let tries = 1; ; tries += 1) {
    const reply = await ask()
    if (reply.status !== 503 || tries === 10) return reply
    await Bun.sleep(200)
  }
}

const isReady = async () => (await ask('/readyz')).status === 200

describe('a Postgres that goes away', () => {
  test('for thirty seconds: whoever asks is told at once, and afterwards nothing is lost', async () => {
    const free = await customerAt(running.url).slots()
    const asked = wishes(20).map((wish, i) => ({ ...wish, slot: free[i * 3] }))
    // Letters are under way, and some holds, while it goes.
    await Promise.all(asked.slice(0, 10).map(({ hold, slot, key }) => hold(slot, key)))
    const going = server.down()
    const cut = await Promise.all(asked.slice(10).map(({ hold, slot, key }) => hold(slot, key)))
    for (const { status, body } of cut)
      if (status !== 201) expect([status, body.code]).toEqual([503, 'unavailable'])
    await going

    const back_ms = performance.now() + AWAY_MS
    do {
      const range = 'from=2026-12-01&to=2026-12-02&time_zone=UTC'
      const looked = await ask(`/v1/tenants/acme/meeting-types/intro-zoom/slots?${range}`)
      expect([looked.status, looked.code]).toEqual([503, 'unavailable'])
      const held = await asked[0]!.hold(free[1], 'another')
      expect([held.status, held.body.code, held.headers.has('retry-after')]).toEqual([
        503,
        'unavailable',
        true,
      ])
      const page = await ask('/acme')
      expect(page.status).toBe(503)
      const { status, text } = await ask('/readyz')
      expect([status, JSON.parse(text)]).toEqual([
        503,
        expect.objectContaining({ status: 'not_ready', database: 'failing' }),
      ])
      expect((await ask('/healthz')).status).toBe(200)
      expect((await ask('/metrics')).text).toContain('holdfast_database_up 0')
      await Bun.sleep(1000)
    } while (performance.now() < back_ms)

    await server.up()
    await until(isReady)
    for (const { hold, slot, key, confirm } of asked) {
      const held = await again(() => hold(slot, key))
      expect(held.status).toBe(201)
      const confirmed = await again(() => confirm(held.body.booking_id))
      expect([200, 202]).toContain(confirmed.status)
    }
    expect(running.said.err).toBe('')
  }, 180_000)

  test('and says nothing, not even that it is gone: nobody waits longer than for a proxy, and it heals', async () => {
    await until(isReady)
    between.freeze()
    const details = '/acme/intro-zoom/details?start=2026-06-02T09:00:00Z'
    const [looked, typed, ready, alive, figures] = await Promise.all([
      ask('/v1/tenants/acme'),
      ask(details, { method: 'POST', body: new URLSearchParams({ name: 'Ada Lovelace' }) }),
      ask('/readyz'),
      ask('/healthz'),
      ask('/metrics'),
    ])
    expect(figures.text).toContain('holdfast_database_up 0')
    expect([looked.status, looked.code, ready.status, alive.status]).toEqual([503, 'unavailable', 503, 200])
    expect([typed.status, typed.text.includes('value="Ada Lovelace"')]).toEqual([503, true])
    between.thaw()
    await until(isReady)
    expect((await ask('/v1/tenants/acme')).status).toBe(200)
    between.freeze()
    await ask('/readyz')
    between.cut()
    between.thaw()
    await until(isReady)
  }, 120_000)

  test('while it is told to stop: it ends within its grace, with work in hand', async () => {
    const free = await customerAt(running.url).slots()
    await Promise.all(wishes(10).map(({ hold, key }, i) => hold(free[60 + i * 3], key)))
    between.freeze()
    const began_ms = performance.now()
    await running.stop()
    expect(performance.now() - began_ms).toBeLessThan(GRACE_MS + SLACK_MS)
  }, 60_000)
})

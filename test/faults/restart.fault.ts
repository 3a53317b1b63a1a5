import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import postgres from 'postgres'
import { codeOf } from '../../src/booking/proof/code.ts'
import { call, emptyFolder, type Running, start } from '../support/binary.ts'
import { freshCopy } from '../support/databases.ts'
import { type DrainingProxy, drainingProxy } from '../support/drainingProxy.ts'
import { customerAt } from '../support/httpCustomer.ts'
import { M365_TENANT, SECRETS } from '../support/realHouse.ts'
import { simulated } from '../support/simulated.ts'

const CLIENTS = 64
const RESTARTS = 3
/** On average between two requests of a client: the machine has other things to do, too. */
const PAUSE_MS = 1000

let providers: Awaited<ReturnType<typeof simulated>>
let proxy: DrainingProxy
let folder: string
let env: Record<string, string>
const living = new Set<Running>()

beforeAll(async () => {
  providers = await simulated()
  // As many bookings as the machine is quick for: a host may make a hundred a day.
  Object.assign(providers.zoom.world.limits, { daily: 100_000, per_second: 10_000 })
  proxy = await drainingProxy()
  folder = emptyFolder()
  env = {
    ...SECRETS,
    ...providers.env,
    DATABASE_URL: (await freshCopy('empty')).url,
    // What Graph and Zoom post comes through the proxy, too.
    BASE_URL: proxy.url,
    ...{ SHUTDOWN_GRACE: '20s', RATE_LIMIT: 'off', LOG_LEVEL: 'warn' },
  }
  await call(['migrate'], { folder, env })
  await call(['seed'], { folder, env })
}, 60_000)

afterAll(async () => {
  proxy?.stop()
  for (const one of living) one.child.kill('SIGKILL')
  await providers?.stop()
})

async function begin(): Promise<Running> {
  const one = await start([], { folder, env })
  living.add(one)
  await proxy.add(one.port)
  return one
}

/** As a supervisor does: it says so, and waits. */
async function end(one: Running): Promise<number> {
  const code = await one.stop()
  living.delete(one)
  return code
}

describe('a restart of one process after the other, behind a proxy', () => {
  test(`under ${CLIENTS} clients who hold, confirm and look fails no request and loses nothing`, async () => {
    let pair = [await begin(), await begin()]
    const admin = { 'x-admin-key': SECRETS.ADMIN_API_KEY }
    await customerAt(proxy.url).ask('PATCH', '/v1/admin/tenants/acme', { m365_tenant_id: M365_TENANT }, admin)
    const sql = postgres(env.DATABASE_URL!, { max: 4 })
    const free = await customerAt(proxy.url).slots()
    const faults: string[] = []
    const done = { held: 0, confirmed: 0, looked: 0 }
    let going = true
    const judge = (what: string, status: number, body: unknown, fine: number[]) => {
      if (!fine.includes(status)) faults.push(`${what}: ${status} ${JSON.stringify(body).slice(0, 200)}`)
      return status
    }
    const client = async (n: number) => {
      for (let i = 0; going; i += 1) {
        const email = `c${n}-${i}@example.com`
        const { ask, hold, slots } = customerAt(proxy.url, email)
        await Bun.sleep(Math.random() * 2 * PAUSE_MS)
        if (i % 2 === 0) {
          await slots().catch((error) => faults.push(`slots: ${error}`))
          done.looked += 1
          continue
        }
        const held = await hold(free[(n * 7 + i) % free.length], email)
        if (judge('hold', held.status, held.body, [201, 409]) !== 201) continue
        done.held += 1
        const { booking_id } = held.body
        const [row] = await sql`select verify_token_jti as jti from bookings where id = ${booking_id}`
        const code = codeOf(SECRETS.TOKEN_SECRET, booking_id, row!.jti)
        const confirmed = await ask('POST', '/v1/bookings/confirm', { booking_id, code })
        judge('confirm', confirmed.status, confirmed.body, [200, 202])
        done.confirmed += 1
      }
    }
    const clients = Promise.all(Array.from({ length: CLIENTS }, (_, n) => client(n)))
    for (let i = 0; i < RESTARTS; i += 1) {
      const [oldest, other] = pair as [Running, Running]
      const fresh = await begin()
      expect(await end(oldest)).toBe(0)
      pair = [other, fresh]
    }
    going = false
    await clients
    expect(faults).toEqual([])
    expect(done.confirmed).toBeGreaterThan(0)

    const left = async () =>
      (await sql`select count(*)::int as n from bookings where status = 'confirming'`)[0]!.n
    while ((await left()) > 0) await Bun.sleep(100)
    const [sum] = await sql`select count(*) filter (where status = 'confirmed')::int as confirmed,
      count(*)::int as held from bookings`
    expect(sum).toEqual({ confirmed: done.confirmed, held: done.held })
    const [dead] = await sql`select count(*)::int as n from outbox_jobs where status = 'dead'`
    expect(dead!.n).toBe(0)
    await sql.end()
    for (const one of pair) expect(await end(one)).toBe(0)
  }, 170_000)
})

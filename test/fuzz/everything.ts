import { afterAll, describe, expect, test } from 'bun:test'
import { readdirSync, readFileSync } from 'node:fs'
import { type Running, start } from '../support/binary.ts'
import { DIALECTS, type Dialect, freshCopy } from '../support/databases.ts'
import { chanceOf } from '../support/fuzz.ts'
import { type Document, type Hostile, hostileRequests, type Known } from '../support/fuzzRequest.ts'
import { customerAt } from '../support/httpCustomer.ts'
import { PAGES } from './pages.ts'
import { garbled, said } from './wire.ts'

// bun run test:fuzz: the binary is asked, by many at once, for every route that there is and for what is none.

const REQUESTS = 20_000
const CLIENTS = 16
/** Between two of these an admin makes good what hostile requests with the right key have switched off. */
const MENDED_EACH = 500
/** By then whoever asks has an answer, however busy the machine. */
const IN_TIME_MS = 60_000
/** What pages, statements and configurations are kept of so many different requests; and what more there may be of twice as many. */
const MOST_MB = 500
const MOST_GROWTH = 1.5
/** Whoever is told to come again soon comes again, so often. */
const MOST_TRIES = 10

const SECRETS = {
  ADMIN_API_KEY: 'an admin key for hostile requests, 0123456789',
  TOKEN_SECRET: 'a token secret for hostile requests, 0123456789',
  SEAL_KEY: 'a seal key for hostile requests, 0123456789',
}
const living = new Set<Running>()
afterAll(() => {
  for (const one of living) one.child.kill('SIGKILL')
})

async function begin(dialect: Dialect): Promise<Running> {
  const place: Record<string, string> =
    dialect === 'postgres' ? { DATABASE_URL: (await freshCopy('empty')).url } : {}
  const quiet = { RATE_LIMIT: 'off', LOG_LEVEL: 'error', JOB_RETENTION: '1m' }
  const running = await start([], { env: { ...SECRETS, ...quiet, ...place } })
  living.add(running)
  return running
}

/** A booking of its own, so that not every request ends at a name that is not there. */
async function knownAt(url: string): Promise<Known> {
  const { slots, hold, confirm, links } = customerAt(url)
  const { body } = await hold((await slots())[0])
  await confirm(body.booking_id)
  const { cancel, reschedule } = await links(body.booking_id)
  const booking = { id: body.booking_id, booking_id: body.booking_id, act: 'cancel', file: 'page.js' }
  const names = { tenant: 'acme', salesperson: 'berlin', meeting_type: 'intro-zoom', ...booking }
  return { names, admin_key: SECRETS.ADMIN_API_KEY, tokens: [cancel, reschedule] }
}

async function documentAt(url: string): Promise<Document> {
  const { paths } = (await (await fetch(`${url}/swagger/json`)).json()) as Document
  return { paths: { ...paths, ...PAGES } }
}

async function mend({ url }: Running): Promise<void> {
  const { ask } = customerAt(url)
  for (const path of ['', '/salespersons/berlin', '/meeting-types/intro-zoom'])
    await ask(
      'PATCH',
      `/v1/admin/tenants/acme${path}`,
      { active: true },
      { 'x-admin-key': SECRETS.ADMIN_API_KEY },
    )
}

/** What is wrong with the answer, if anything is. */
async function faultOf(url: string, { told, path, init }: Hostile): Promise<string | undefined> {
  try {
    const reply = await answerOf(url + path, init)
    const text = await reply.text()
    const type = reply.headers.get('content-type') ?? ''
    const isTold = /^application\/problem\+json|^text\/html/.test(type)
    if (reply.status >= 500 || (reply.status >= 400 && !isTold) || leak(text))
      return `${reply.status} ${told} → ${text.slice(0, 400)}`
  } catch (error) {
    return `${error} ${told}`
  }
}

/** An admin who changes the tenant at this moment, or a database that is slow to answer, is no fault. */
async function answerOf(url: string, init: RequestInit): Promise<Response> {
  for (let tries = 1; ; tries += 1) {
    const reply = await fetch(url, { ...init, signal: AbortSignal.timeout(IN_TIME_MS) })
    if (reply.status !== 503 || tries === MOST_TRIES) return reply
    await reply.arrayBuffer()
    await Bun.sleep(200)
  }
}

/** A word that nobody outside should read: of our code, of a statement, of a file, or a secret. */
function leak(text: string): boolean {
  if (/\bat .*(\.ts|\$bunfs)|SQLITE_|PostgresError|syntax error at|\/root\/|\/tmp\//.test(text)) return true
  return Object.values(SECRETS).some((secret) => text.includes(secret))
}

const filesOf = ({ child }: Running) => readdirSync(`/proc/${child.pid}/fd`).length
const memoryOf = ({ child }: Running) =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1]) / 1000

async function inFlight({ url }: Running): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text()
  return Number(/^holdfast_http_in_flight (.*)$/m.exec(text)?.[1])
}

describe.each([...DIALECTS])('the binary, on %s', (dialect) => {
  test(`answers ${REQUESTS} hostile requests, none with a fault of its own, and keeps nothing of them`, async () => {
    const running = await begin(dialect)
    const requests = hostileRequests(
      await documentAt(running.url),
      await knownAt(running.url),
      chanceOf(20261121),
    )
    const faults: string[] = []
    const files = filesOf(running)
    let asked = 0
    let halfway_mb = 0
    const client = async () => {
      while (asked < REQUESTS && faults.length < 20) {
        asked += 1
        if (asked === REQUESTS / 2) halfway_mb = memoryOf(running)
        if (asked % MENDED_EACH === 0) await mend(running)
        const fault = await faultOf(running.url, requests.next().value)
        if (fault !== undefined) faults.push(fault)
      }
    }
    await Promise.all(Array.from({ length: CLIENTS }, client))
    expect(faults).toEqual([])
    expect(asked).toBeGreaterThanOrEqual(REQUESTS)

    expect(memoryOf(running)).toBeLessThan(Math.min(MOST_MB, halfway_mb * MOST_GROWTH))
    while ((await inFlight(running)) > 1) await Bun.sleep(100)
    // The clients' own connections are kept open by them, and the database's by the service.
    expect(filesOf(running)).toBeLessThan(files + 2 * CLIENTS)
    const { slots, hold } = customerAt(running.url, 'last@example.com')
    await mend(running)
    expect(await slots('call-phone')).toBeArray()
    expect((await hold(undefined)).status).toBe(422)
    expect(await running.stop()).toBe(0)
    living.delete(running)
    const log = running.said.out + running.said.err
    for (const [name, secret] of Object.entries(SECRETS))
      expect([name, log.includes(secret)]).toEqual([name, false])
    expect(log).not.toContain('"level":"error"')
  }, 300_000)
})

describe('the binary, spoken to in no language at all', () => {
  test('answers or hangs up, and goes on', async () => {
    const running = await begin('sqlite')
    const chance = chanceOf(7)
    const heard = await Promise.all(Array.from({ length: 400 }, () => said(running.port, garbled(chance))))
    for (const answer of heard) expect(answer).not.toMatch(/^HTTP\/1\.1 50[0-4]/m)
    expect((await fetch(`${running.url}/healthz`)).status).toBe(200)
    while ((await inFlight(running)) > 1) await Bun.sleep(100)
    expect(await running.stop()).toBe(0)
    expect(running.said.err).toBe('')
    living.delete(running)
  }, 300_000)
})

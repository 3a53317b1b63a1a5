import { expect, test } from 'bun:test'
import { mkdtempSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { SIM_CLIENT, startGraphSimulator } from '../simulators/graph.ts'

const KEY = 'the admin key of this story, 0123456789 abcdef'
const TENANTS = ['11111111-1111-4111-8111-111111111111', '22222222-2222-4222-8222-222222222222']
const SALESPERSONS = ['ann', 'bob', 'cem', 'dia', 'eve']

test('the process follows a Graph that speaks real HTTP: subscribed, booked, moved, deleted, a subscription removed and back', async () => {
  const graph = await startGraphSimulator()
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const process_ = Bun.spawn([process.execPath, 'src/main.ts', 'serve'], {
    env: {
      PATH: process.env.PATH ?? '',
      ...{ DATA_DIR: mkdtempSync(join(tmpdir(), 'holdfast-e2e-')), HOST: '127.0.0.1', PORT: String(port) },
      ...{ BASE_URL: url, ADMIN_API_KEY: KEY, RATE_LIMIT: 'off', LOG_LEVEL: 'silent', ZOOM_MOCK: 'true' },
      ...{ ENTRA_AUTHORITY: graph.authority, GRAPH_BASE_URL: graph.base_url, MAIL: 'graph' },
      ...{ ENTRA_CLIENT_ID: SIM_CLIENT.id, ENTRA_CLIENT_SECRET: SIM_CLIENT.secret },
      MAIL_FROM: 'bookings@one.example',
    },
    stdout: 'ignore',
    stderr: 'inherit',
  })
  const call = async (method: string, path: string, body?: object, more: Record<string, string> = {}) => {
    const headers = { 'x-admin-key': KEY, 'content-type': 'application/json', ...more }
    const reply = await fetch(url + path, { method, headers, ...(body && { body: JSON.stringify(body) }) })
    const text = await reply.text()
    if (!reply.ok) throw new Error(`${method} ${path}: ${reply.status} ${text}`)
    return text === '' ? undefined : JSON.parse(text)
  }
  const booking = (id: string) => call('GET', `/v1/admin/tenants/one/bookings/${id}`)
  try {
    await until(() => fetch(`${url}/readyz`).then((reply) => reply.ok))
    for (const [place, slug] of ['one', 'two'].entries()) await settleIn(call, slug, TENANTS[place]!)
    await until(async () => graph.world.subscriptions.size === 10)

    const held = await hold(call)
    const { booking_id } = held
    await until(async () => graph.world.letters.length > 0)
    const code = /\b\d{3} ?\d{3}\b/.exec(JSON.stringify(graph.world.letters))?.[0].replace(' ', '')
    expect(await call('POST', '/v1/bookings/confirm', { booking_id, code })).toMatchObject({
      status: 'confirmed',
    })
    const mailbox = { m365_tenant_id: TENANTS[0]!, user: 'ann@one.example' }
    const [event] = graph.hands.events(mailbox)
    const later = (ms: number) => ms + 86_400_000
    const time = { start_ms: later(event!.start_ms), end_ms: later(event!.end_ms) }
    graph.hands.move({ ...mailbox, event_id: event!.id, ...time })
    const start_at_utc = new Date(time.start_ms).toISOString()
    await until(async () => (await booking(booking_id)).start_at_utc === start_at_utc)

    graph.hands.remove({ ...mailbox, event_id: event!.id })
    await until(async () => (await booking(booking_id)).status === 'canceled')
    const { items } = await call('GET', '/v1/admin/tenants/one/follow-ups')
    const kinds = items.map(({ kind }: { kind: string }) => kind)
    expect(kinds.sort()).toEqual(['customer_notify_required', 'customer_reinvite_required'])

    const [lost] = graph.world.subscriptions.keys()
    graph.post.lifecycle(lost!, 'subscriptionRemoved')
    await until(async () => graph.world.subscriptions.size === 10 && !graph.world.subscriptions.has(lost!))
  } finally {
    process_.kill('SIGKILL')
    await process_.exited
    await graph.stop()
  }
}, 60_000)

type Call = (
  method: string,
  path: string,
  body?: object,
  more?: Record<string, string>,
) => Promise<ReturnType<typeof JSON.parse>>

async function settleIn(call: Call, slug: string, m365_tenant_id: string): Promise<void> {
  const tenant = `/v1/admin/tenants/${slug}`
  await call('POST', '/v1/admin/tenants', { slug, name: slug, time_zone: 'Europe/Berlin', m365_tenant_id })
  for (const name of SALESPERSONS) {
    const email = `${name}@${slug}.example`
    await call('POST', `${tenant}/salespersons`, { slug: name, name, email, time_zone: 'Europe/Berlin' })
    const rules = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, from: '08:00', until: '20:00' }))
    await call('PUT', `${tenant}/salespersons/${name}/availability`, { rules, overrides: [] })
  }
  const type = {
    slug: 'call',
    name: 'Call',
    length_minutes: 30,
    location: { kind: 'phone' },
    salespersons: SALESPERSONS,
  }
  await call('POST', `${tenant}/meeting-types`, type)
  await call('POST', `${tenant}/graph-subscriptions/ensure`)
}

async function hold(call: Call): Promise<{ booking_id: string }> {
  const day = (n: number) => new Date(Date.now() + n * 86_400_000).toISOString().slice(0, 10)
  const query = `from=${day(3)}&to=${day(5)}&time_zone=Europe/Berlin&salesperson=ann`
  const { slots } = await call('GET', `/v1/tenants/one/meeting-types/call/slots?${query}`)
  const { start_at_utc } = z.object({ start_at_utc: z.string() }).parse(slots[0])
  const customer = {
    name: 'Ada',
    email: 'ada@example.com',
    phone: '+49 30 1234567',
    time_zone: 'Europe/Berlin',
  }
  const wish = { meeting_type: 'call', start_at_utc, salesperson: 'ann', customer }
  return call('POST', '/v1/tenants/one/holds', wish, { 'idempotency-key': crypto.randomUUID() })
}

async function until(happens: () => Promise<boolean>): Promise<void> {
  for (let look = 0; look < 600; look += 1) {
    if (await happens().catch(() => false)) return
    await Bun.sleep(50)
  }
  throw new Error(`Never happened: ${happens}`)
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}

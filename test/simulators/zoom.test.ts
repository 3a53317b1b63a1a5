import { afterAll, beforeEach, describe, expect, test } from 'bun:test'
import { stoppedClock } from '../../src/lib/clock.ts'
import { readZoomNews, SIGNATURE_HEADER, TIMESTAMP_HEADER, type ZoomNews } from '../../src/zoom/zoom.ts'
import { SIM_ACCOUNT, startZoomSimulator } from './zoom.ts'

const clock = stoppedClock(Date.parse('2026-10-24T09:00:00Z'))
const simulator = await startZoomSimulator({ clock })
const { api_url, oauth_url, origin, world } = simulator
const users = `${api_url}/users/berlin@acme.example/meetings`
const token = await askToken()
afterAll(() => simulator.stop())
beforeEach(() => world.meetings.clear())

async function askToken(): Promise<string> {
  const { client_id, client_secret, account_id } = SIM_ACCOUNT
  const body = new URLSearchParams({ grant_type: 'account_credentials', account_id })
  const headers = { authorization: `Basic ${btoa(`${client_id}:${client_secret}`)}` }
  return (await (await fetch(oauth_url, { method: 'POST', headers, body })).json()).access_token
}

function send(method: string, url: string, body?: unknown, bearer = token) {
  const headers = { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' }
  return fetch(url, { method, headers, body: body === undefined ? undefined : JSON.stringify(body) })
}

const good = {
  type: 2,
  topic: 'Intro',
  agenda: 'Ref: booking-1',
  start_time: '2026-10-26T09:00:00Z',
  duration: 30,
  timezone: 'Europe/Berlin',
}

async function control(method: string, name: string, body?: unknown) {
  const reply = await send(method, `${origin}/__sim/${name}`, body)
  return reply.status === 204 ? undefined : reply.json()
}

describe('requests must fit the document', () => {
  test.each([
    ['start_time', { start_time: '2026-10-26T09:00:00.000Z' }],
    ['start_time', { start_time: '2026-10-26T09:00:00+02:00' }],
    ['start_time', { start_time: '2026-10-26T09:00:00', timezone: undefined }],
    ['timezone', { timezone: 'Mars/Olympus' }],
    ['topic', { topic: 'x'.repeat(201) }],
    ['agenda', { agenda: 'x'.repeat(2_001) }],
    ['duration', { duration: '30' }],
    ['duration', { duration: 30.5 }],
    ['type', { type: 5 }],
    ['starttime', { starttime: good.start_time }],
    ['settings.use_pmi', { settings: { use_pmi: 'no' } }],
    ['settings.usePmi', { settings: { usePmi: false } }],
  ])('%s is named when it is wrong: %j', async (field, change) => {
    const reply = await send('POST', users, { ...good, ...change })
    expect(reply.status).toBe(400)
    const { code, errors } = await reply.json()
    expect(code).toBe(300)
    expect(errors.map((error: { field: string }) => error.field)).toContain(field)
    expect(world.meetings.size).toBe(0)
  })

  test('a body that is no JSON, or is not said to be, is refused', async () => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
    expect((await fetch(users, { method: 'POST', headers, body: '{' })).status).toBe(400)
    const plain = { ...headers, 'content-type': 'text/plain' }
    expect((await fetch(users, { method: 'POST', headers: plain, body: '{}' })).status).toBe(415)
  })

  test('a local time is taken in the zone that is given', async () => {
    const reply = await send('POST', users, { ...good, start_time: '2026-10-26T10:00:00' })
    expect((await reply.json()).start_time).toBe('2026-10-26T09:00:00Z')
  })

  test('pages hold at most 300, and the next one only follows the list it came from', async () => {
    expect((await send('GET', `${users}?page_size=301`)).status).toBe(400)
    await send('POST', users, good)
    await send('POST', users, good)
    const first = await (await send('GET', `${users}?type=upcoming&page_size=1`)).json()
    const next = `page_size=1&next_page_token=${first.next_page_token}`
    expect((await send('GET', `${users}?type=live&${next}`)).status).toBe(400)
    const second = await (await send('GET', `${users}?type=upcoming&${next}`)).json()
    expect(second.next_page_token).toBe('')
    expect([first, second].map((page) => page.meetings.length)).toEqual([1, 1])
  })

  test('a list shows 250 characters of an agenda and no link to start', async () => {
    await send('POST', users, { ...good, agenda: 'x'.repeat(2_000) })
    const { meetings } = await (await send('GET', `${users}?type=upcoming`)).json()
    expect(meetings[0].agenda).toHaveLength(250)
    expect(meetings[0]).not.toHaveProperty('start_url')
  })

  test('a path Zoom does not have is not answered', async () => {
    expect((await send('GET', `${api_url}/users/berlin@acme.example`)).status).toBe(404)
    expect((await send('PUT', users, good)).status).toBe(404)
  })

  test('without a good token there is code 124', async () => {
    const reply = await send('POST', users, good, 'made-up')
    expect(reply.status).toBe(401)
    expect((await reply.json()).code).toBe(124)
  })
})

test('marks are counted, living and ever made', async () => {
  const { id } = await (await send('POST', users, { ...good, agenda: 'Ref: booking-7' })).json()
  await send('POST', users, { ...good, agenda: 'Ref: booking-7\n\nmore' })
  await send('DELETE', `${api_url}/meetings/${id}`)
  expect((await control('GET', 'marks'))['booking-7']).toEqual({ living: 1, created: 2 })
})

test('people are let in, end and delete meetings, and each event is signed and understood', async () => {
  const heard: ZoomNews[] = []
  const secret = 'simulated-secret'
  const receiver = Bun.serve({
    hostname: '127.0.0.1',
    port: 0,
    fetch: async (request) => {
      const header = (name: string) => request.headers.get(name) ?? undefined
      const raw = new Uint8Array(await request.arrayBuffer())
      const [signature, timestamp] = [header(SIGNATURE_HEADER), header(TIMESTAMP_HEADER)]
      const news = readZoomNews({ raw, signature, timestamp }, secret, clock.now_ms())
      heard.push(news)
      return news.kind === 'url_validation' ? Response.json(news.answer) : new Response(null, { status: 204 })
    },
  })
  try {
    const wrong = await control('PUT', 'webhook', { url: `${receiver.url}`, secret: 'another' })
    expect(wrong).toEqual({ proven: false })
    expect(await control('PUT', 'webhook', { url: `${receiver.url}`, secret })).toEqual({ proven: true })
    heard.length = 0
    const { id } = await (await send('POST', users, good)).json()
    await control('POST', 'join', { id, host: true })
    await control('POST', 'join', { id, email: 'jo@customer.example' })
    await control('POST', 'repeat')
    await control('POST', 'end', { id })
    const other = await (await send('POST', users, good)).json()
    await send('DELETE', `${api_url}/meetings/${other.id}`)
    expect((await control('GET', 'deliveries')).map((one: { status: number }) => one.status)).toEqual(
      Array(5).fill(204),
    )
    const meeting = { provider_meeting_id: String(id) }
    expect(heard).toMatchObject([
      { ...meeting, kind: 'participant_joined', is_salesperson: true },
      { ...meeting, kind: 'participant_joined', is_salesperson: false, email: 'jo@customer.example' },
      { ...meeting, kind: 'participant_joined', is_salesperson: false },
      { ...meeting, kind: 'meeting_ended' },
      { kind: 'meeting_deleted', provider_meeting_id: String(other.id) },
    ])
  } finally {
    receiver.stop(true)
  }
})

test('another process sets latency, limits, delays and trouble', async () => {
  await control('PUT', 'limits', { daily: 0 })
  expect((await send('POST', users, good)).status).toBe(429)
  await control('PUT', 'limits', { daily: 1_000 })
  await control('PUT', 'list-delay', { ms: 1_000 })
  await send('POST', users, good)
  expect((await (await send('GET', users)).json()).meetings).toEqual([])
  await control('PUT', 'list-delay', { ms: 0 })
  await control('PUT', 'trouble', { account_id: SIM_ACCOUNT.account_id, trouble: 'suspended' })
  expect(await askToken()).toBeUndefined()
  await control('PUT', 'trouble', { account_id: SIM_ACCOUNT.account_id, trouble: null })
  expect(await askToken()).toBeString()
  expect((await control('GET', 'state')).meetings).toHaveLength(1)
})

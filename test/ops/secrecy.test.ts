import { beforeAll, describe, expect, test } from 'bun:test'
import { realHouse, SECRETS } from '../support/realHouse.ts'

const EMAIL = 'adelheid.quitzow@customer.example'
const PHONE = '+49 30 5550147'
const ANSWER = 'We make umbrellas for elephants'

let house: Awaited<ReturnType<typeof realHouse>>
/** What must not be seen, by what it is. */
const never = new Map<string, string>(Object.entries(SECRETS))

beforeAll(async () => {
  const collector = collect()
  house = await realHouse({ OTEL_EXPORTER_OTLP_ENDPOINT: collector.url })
  for (const [name, value] of Object.entries(house.settings))
    if (/SECRET|PASSWORD/.test(name)) never.set(name, value)
  for (const value of ['adelheid', 'quitzow', EMAIL, PHONE, '5550147', ANSWER]) never.set(value, value)
  await everything()
  seen.metrics = await house.metrics()
  await house.stop()
  seen.log = house.said.out + house.said.err
  seen.spans = await collector.stop()
}, 60_000)

const seen = { log: '', metrics: '', spans: '' }

function collect() {
  let spans = ''
  const server = Bun.serve({
    port: 0,
    hostname: '127.0.0.1',
    fetch: async (request) => {
      spans += await request.text()
      return Response.json({})
    },
  })
  return {
    url: `http://127.0.0.1:${server.port}`,
    stop: async () => {
      await server.stop(true)
      return spans
    },
  }
}

/** A booking from hold to cancellation, with everything going wrong on the way that can. */
const forged = {
  value: [
    {
      subscriptionId: crypto.randomUUID(),
      clientState: EMAIL,
      changeType: 'updated',
      resource: `users/${EMAIL}/events/AAA`,
      resourceData: { id: 'AAA' },
      tenantId: crypto.randomUUID(),
    },
  ],
}

async function everything() {
  const { graph, zoom, admin } = house
  const customer = house.customer(EMAIL)
  const { ask, slots, links } = customer
  const [first, second, third] = await slots()
  const wish = (start: typeof first) => ({
    meeting_type: 'intro-zoom',
    start_at_utc: start?.start_at_utc,
    customer: { name: 'Adelheid von Quitzow', email: EMAIL, phone: PHONE, time_zone: 'Europe/Berlin' },
    answers: { goals: ANSWER },
  })
  const hold = (body: unknown, key: string = crypto.randomUUID()) =>
    ask('POST', '/v1/tenants/acme/holds', body, { 'idempotency-key': key })
  const held = await hold({ ...wish(first), answers: undefined })
  expect(held.status).toBe(201)

  await hold(wish(second))
  await hold({ ...wish(first), customer: { ...wish(first).customer, email: `${EMAIL},x`, time_zone: EMAIL } })
  await ask('POST', '/v1/bookings/confirm', { booking_id: held.body.booking_id, code: '000000' })
  await ask('POST', '/v1/bookings/confirm', { token: `${EMAIL}.${PHONE}` })
  await ask('GET', `/v1/tenants/${EMAIL}?name=${encodeURIComponent(PHONE)}`)
  await ask('GET', `/v1/bookings/${EMAIL}`, undefined, { authorization: `Bearer ${EMAIL}` })
  await ask('GET', '/v1/admin/tenants', undefined, { 'x-admin-key': `${SECRETS.ADMIN_API_KEY}x` })
  await ask('POST', '/v1/webhooks/graph', forged)
  await ask('POST', '/v1/webhooks/zoom', { event: EMAIL, payload: ANSWER })

  graph.faults.add({ kind: 'throttle', on: 'v1.0', times: 2 })
  graph.faults.add({ kind: 'not_json', on: 'POST /v1.0/users', times: 1 })
  graph.faults.add({ kind: 'unauthorized', times: 1 })
  zoom.faults.add({ kind: 'server_error', on: 'POST .*/meetings', times: 1 })
  zoom.faults.add({ kind: 'not_json', on: '/oauth', times: 1 })
  const confirmed = await customer.confirm(held.body.booking_id)
  for (let i = 0; i < 100 && !(await isConfirmed(held.body.booking_id)); i += 1) await Bun.sleep(100)
  expect(await isConfirmed(held.body.booking_id)).toBe(true)
  never.set('join_url', confirmed.body.join_url ?? 'never')
  const begin = `/v1/admin/tenants/acme/bookings/${held.body.booking_id}/start-link`
  const { status, body } = await ask('POST', begin, undefined, admin)
  expect(status).toBe(200)
  never.set('link to start', body.start_url)

  const tokens = await links(held.body.booking_id)
  never.set('token to cancel', tokens.cancel)
  never.set('token to reschedule', tokens.reschedule)
  const move = { token: tokens.reschedule, start_at_utc: third?.start_at_utc }
  await ask('POST', '/v1/bookings/reschedule', move, { 'idempotency-key': 'k' })
  await ask(
    'POST',
    '/v1/bookings/reschedule',
    { ...move, token: `${tokens.reschedule}x` },
    { 'idempotency-key': 'k' },
  )
  await ask('GET', `/v1/admin/tenants/acme/bookings?email=${EMAIL}`, undefined, admin)
  await ask('POST', '/v1/bookings/cancel', { token: tokens.cancel, reason: `${EMAIL} ${ANSWER}` })
  await ask('POST', '/v1/bookings/cancel', { token: tokens.cancel })
  await Bun.sleep(500)
  for (const tokens of graph.world.tokens.keys()) never.set(`token of Graph ${tokens.slice(-4)}`, tokens)
}

async function isConfirmed(id: string): Promise<boolean> {
  const { ask } = house.customer(EMAIL)
  const { body } = await ask('GET', `/v1/admin/tenants/acme/bookings/${id}`, undefined, house.admin)
  return body.status === 'confirmed'
}

describe('after a booking at LOG_LEVEL=debug in which everything went wrong', () => {
  test.each(['log', 'metrics', 'spans'] as const)(
    'no token, key, address or name of a customer is in the %s',
    (where) => {
      const text = seen[where].toLowerCase()
      const found = [...never].filter(([, secret]) => secret !== '' && text.includes(secret.toLowerCase()))
      expect(found.map(([name]) => name)).toEqual([])
      expect(text).not.toMatch(/eyj[\w-]{10,}\./)
      expect(text).not.toContain('quitzow')
      expect(text).not.toContain(encodeURIComponent(EMAIL).toLowerCase())
    },
  )

  test('the log is one JSON object a line, and names request, tenant and booking', () => {
    const lines = seen.log
      .trim()
      .split('\n')
      .filter((line) => line.startsWith('{'))
    const events = lines.map((line) => JSON.parse(line))
    const hold = events.find(({ event, route }) => event === 'request' && route?.endsWith('/holds'))
    expect(hold).toMatchObject({ level: 'info', method: 'POST', status: 201, tenant: 'acme' })
    expect(hold.request_id).toMatch(/^[\da-f-]{36}$/)
    expect(hold.booking_id).toMatch(/^[\da-f-]{36}$/)
    expect(events.some(({ event }) => event === 'graph_refused')).toBe(true)
    expect(events.some(({ event, job_id }) => event === 'job_failed' && job_id !== undefined)).toBe(true)
  })

  test('the figures tell what happened', () => {
    for (const line of [
      'holdfast_holds_total{outcome="held"} 1',
      'holdfast_booking_changes_total{to="confirmed"} 1',
      'holdfast_booking_changes_total{to="canceled"} 1',
      'holdfast_provider_throttles_total{provider="graph"} 2',
      'holdfast_database_up 1',
      'holdfast_letters_total{outcome="sent"} 2',
      'holdfast_provider_calls_total{provider="zoom",operation="POST:/v2/users/{}/meetings",outcome="failed"} 1',
      'holdfast_sagas_total{kind="confirm",outcome="done"} 1',
      'holdfast_notifications_total{provider="graph",outcome="unknown"} 1',
    ])
      expect([line, seen.metrics.includes(line)]).toEqual([line, true])
  })

  test('one trace leads from the request through the job to the calls of providers', () => {
    const spans = seen.spans
      .split('{"resourceSpans"')
      .slice(1)
      .flatMap((batch) => JSON.parse(`{"resourceSpans"${batch}`).resourceSpans)
      .flatMap(({ scopeSpans }) => scopeSpans)
      .flatMap(({ spans }: { spans: Span[] }) => spans)
    const job = spans.find(({ name }) => name === 'job run_saga')
    const ofTrace = spans.filter(({ traceId }) => traceId === job?.traceId)
    const names = ofTrace.map(({ name }) => name)
    expect(names).toContain('zoom POST:/v2/users/{}/meetings')
    expect(names).toContain('graph POST:/v1.0/users/{}/events')
    const request = ofTrace.find(({ name }) => name === 'POST /v1/bookings/confirm')
    expect(job?.parentSpanId).toBe(request?.spanId ?? 'none')
    const letter = spans.find(({ name }) => name === 'smtp send')
    const held = spans.find(({ name, traceId }) => name.endsWith('/holds') && traceId === letter?.traceId)
    expect(held).toBeDefined()
  })
})

interface Span {
  name: string
  traceId: string
  spanId: string
  parentSpanId?: string
}

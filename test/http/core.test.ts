import { afterAll, expect, test } from 'bun:test'
import { refusalPage } from '../../src/http/pages/refusal.ts'
import { jsonLog } from '../../src/lib/log.ts'
import { createMetrics } from '../../src/lib/metrics.ts'
import { Problem } from '../../src/lib/problem.ts'
import { seed } from '../../src/tenants/seed.ts'
import { freshDatabase } from '../support/databases.ts'
import { readPage } from '../support/page.ts'
import { ADMIN_KEY, listen, testServices } from '../support/services.ts'

const lines: string[] = []
const { db } = await freshDatabase('sqlite')
const metrics = createMetrics()
const services = testServices(db, {
  log: jsonLog('debug', (line) => lines.push(line)),
  metrics,
  metrics_token: 'scrape',
  ready: async () => {
    throw new Error('secret detail', { cause: new TypeError('another secret') })
  },
})
await seed(db, services.office)
const server = listen(services)
afterAll(async () => {
  await server.stop()
  await db.close()
})

async function call(path: string, init?: RequestInit) {
  const reply = await fetch(server.url + path, init)
  const text = await reply.text()
  return { status: reply.status, headers: reply.headers, text, body: text === '' ? {} : JSON.parse(text) }
}

const post = (body: BodyInit, type = 'application/json') =>
  call('/v1/admin/tenants', {
    method: 'POST',
    headers: { 'x-admin-key': ADMIN_KEY, 'content-type': type },
    body,
  })

test('an address that nothing answers is a problem, named and with a request id', async () => {
  const { status, headers, body } = await call('/v1/nothing')
  expect([status, body.code]).toEqual([404, 'not_found'])
  expect(headers.get('content-type')).toBe('application/problem+json')
  expect(headers.get('x-request-id')).toBeTruthy()
  expect(headers.get('x-content-type-options')).toBe('nosniff')
})

test('a method that an address does not answer is told which it does', async () => {
  const { status, headers, body } = await call('/healthz', { method: 'DELETE' })
  expect([status, body.code, headers.get('allow')]).toEqual([405, 'method_not_allowed', 'GET, HEAD'])
  const tenant = await call('/v1/admin/tenants/acme', { method: 'TRACE' })
  expect(tenant.status).toBe(405)
})

test('an address of the API that nothing answers is not there for any method', async () => {
  for (const path of ['/v1/nothing', '/v1/bookings', '/v1/nothing/at/all', '/dev/mailbox', '/healthz/x'])
    for (const method of ['GET', 'POST', 'DELETE'])
      expect([path, method, (await call(path, { method })).status]).toEqual([path, method, 404])
})

test('no address makes a page that leads to another host', async () => {
  for (const path of [
    '//evil.example',
    '///evil.example/x?a=b',
    '/\\evil.example',
    '//evil.example/acme/x',
  ]) {
    const request = new Request(server.url + path)
    const page = await refusalPage(services, request, new Problem('not_found', 'Nothing'))
    const { elements } = readPage(await page.text())
    const links = elements.flatMap(({ attributes }) => attributes.get('href') ?? [])
    expect(links.filter((link) => link.includes('lang='))).toHaveLength(3)
    for (const link of links) expect(new URL(link, server.url).host).toBeOneOf(['', new URL(server.url).host])
  }
})

test('who sends a form too slowly is told so, not that there is nothing here', async () => {
  const request = new Request(`${server.url}/acme/intro-zoom/details`, { method: 'POST' })
  const reply = await refusalPage(services, request, new Problem('body_too_slow', 'Too slow'))
  const { texts } = readPage(await reply.text())
  expect([reply.status, texts.join(' ')]).toEqual([408, expect.stringContaining('Go back in your browser')])
  expect(texts).not.toContain('There is nothing here')
})

test('HEAD answers as GET does, without a body', async () => {
  const { status, text } = await call('/healthz', { method: 'HEAD' })
  expect([status, text]).toEqual([200, ''])
})

test('what is no JSON is refused as such, in whatever way it is not', async () => {
  for (const body of ['{', '', ' ', new Uint8Array([0x22, 0xff, 0x22])]) {
    const { status, body: problem } = await post(body)
    expect([body, status, problem.code]).toEqual([
      body,
      body === '' ? 422 : 400,
      body === '' ? 'invalid_request' : 'malformed_json',
    ])
  }
})

test('another media type is refused', async () => {
  const { status, body } = await post('{}', 'text/plain')
  expect([status, body.code]).toEqual([415, 'unsupported_media_type'])
})

test('a body over 64 KiB is refused, also when it does not say how long it is', async () => {
  const large = JSON.stringify({ name: 'x'.repeat(65 * 1024) })
  const told = await post(large)
  expect([told.status, told.body.code]).toEqual([413, 'body_too_large'])
  const untold = await post(new Blob([large]).stream())
  expect([untold.status, untold.body.code]).toEqual([413, 'body_too_large'])
  const { status } = await post(JSON.stringify({ name: 'x'.repeat(63 * 1024) }))
  expect(status).toBe(422)
})

test('text that a database cannot store is refused with its place', async () => {
  const nul = await post('{"name":"a\\u0000b","branding":{"list":["\\ud800"]}}')
  expect([nul.status, nul.body.code]).toEqual([422, 'invalid_request'])
  expect(nul.body.errors.map((fault: { path: string }) => fault.path)).toEqual(['name', 'branding.list.0'])
  expect((await call('/v1/admin/tenants/a%00b')).status).toBe(404)
})

test('what fails inside is told as internal, and logged without its text', async () => {
  const { status, text, body } = await call('/readyz')
  expect([status, body.code]).toEqual([500, 'internal'])
  expect(text).not.toContain('secret')
  const told = lines.filter((line) => line.includes(body.request_id))
  expect(told.join()).not.toContain('secret')
  const logged = told.filter((line) => line.includes('"request_failed"'))
  expect(logged).toHaveLength(1)
  expect(logged[0]).toContain('TypeError')
  expect(logged[0]).not.toContain('secret')
})

test('figures ask for their token, and count requests by the pattern of their route', async () => {
  expect((await call('/metrics')).status).toBe(401)
  await call('/v1/admin/tenants/acme', { headers: { 'x-admin-key': ADMIN_KEY } })
  await call('/v1/nothing/like/this')
  const reply = await fetch(`${server.url}/metrics`, { headers: { authorization: 'Bearer scrape' } })
  expect(reply.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8')
  const lines = (await reply.text()).split('\n')
  const counted = lines.filter((line) => line.startsWith('holdfast_http_requests_total'))
  expect(counted).toContain(
    'holdfast_http_requests_total{method="GET",route="/v1/admin/tenants/:tenant",status="200"} 1',
  )
  expect(counted).toContain('holdfast_http_requests_total{method="GET",route="/metrics",status="401"} 1')
  expect(counted.join()).toContain('route="none",status="404"')
  expect(counted.join()).not.toContain('/v1/nothing')
})

test('not ready is said with what is wrong', async () => {
  const failing = listen({
    ...services,
    ready: async () => ({ database: true, migrations: false, worker: true }),
  })
  const reply = await fetch(`${failing.url}/readyz`)
  expect([reply.status, await reply.json()]).toEqual([
    503,
    { status: 'not_ready', database: 'ok', migrations: 'failing', worker: 'ok' },
  ])
  await failing.stop()
})

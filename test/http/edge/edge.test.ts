import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { connect } from 'node:net'
import { rulingOn } from '../../../src/http/edge/rules.ts'
import type { Services } from '../../../src/http/services.ts'
import type { stoppedClock } from '../../../src/lib/clock.ts'
import { createMetrics } from '../../../src/lib/metrics.ts'
import { seed } from '../../../src/tenants/seed.ts'
import { freshDatabase } from '../../support/databases.ts'
import { readPage } from '../../support/page.ts'
import { ADMIN_KEY, listen, testServices } from '../../support/services.ts'

const { db } = await freshDatabase('sqlite')
const open = new Set<{ stop(): Promise<void> }>()
beforeAll(async () => void (await seed(db, testServices(db).office)))
afterAll(async () => {
  for (const server of open) await server.stop()
  await db.close()
})

function serve(edge: Partial<Services['edge']> = {}, over: Partial<Services> = {}) {
  const base = { base_url: 'http://localhost:3000', trusted_proxies: ['127.0.0.0/8'], rate_limit: false }
  const services = testServices(db, { edge: { ...base, ...edge }, ...over })
  const server = listen(services)
  open.add(server)
  const clock = services.office.clock as ReturnType<typeof stoppedClock>
  const ask = (path: string, headers: Record<string, string> = {}, init: RequestInit = {}) =>
    fetch(server.url + path, { ...init, headers })
  return { ...server, clock, ask }
}

describe('the name that is asked for', () => {
  test('must be that of BASE_URL, or the request is misdirected', async () => {
    const { ask } = serve({ base_url: 'https://book.example' })
    for (const host of ['book.example', 'BOOK.example', 'book.example:443'])
      expect([host, (await ask('/v1/tenants/acme', { host })).status]).toEqual([host, 200])
    for (const host of ['evil.example', 'book.example.evil.example', '127.0.0.1', 'book.example:80']) {
      const reply = await ask('/v1/tenants/acme', { host })
      expect([host, reply.status, (await reply.json()).code]).toEqual([host, 421, 'misdirected_request'])
    }
  })

  test('may be any of loopback where BASE_URL is one, and no other', async () => {
    const { ask } = serve()
    for (const host of ['localhost:3000', '127.0.0.1', '[::1]:3000', 'localhost'])
      expect([host, (await ask('/v1/tenants/acme', { host })).status]).toEqual([host, 200])
    expect((await ask('/v1/tenants/acme', { host: 'rebound.example' })).status).toBe(421)
  })

  test('must be a name: what is none is refused as any other, by JSON and not by a page', async () => {
    const { ask } = serve()
    for (const host of ['', 'a b', 'ü.example', '[::', 'a/b', 'a?b', 'localhost:3000#'])
      for (const path of ['/v1/tenants/acme', '/acme/intro-zoom', '/healthz']) {
        const reply = await ask(path, { host })
        const type = reply.headers.get('content-type')
        expect([host, path, reply.status, type]).toEqual([host, path, 421, 'application/problem+json'])
      }
  })

  test('does not matter to probes and scrapers', async () => {
    const { ask } = serve({ base_url: 'https://book.example' })
    for (const path of ['/healthz', '/readyz', '/metrics'])
      expect([path, (await ask(path, { host: '10.1.2.3:3000' })).status]).toEqual([path, 200])
  })
})

describe('how often one may ask', () => {
  const from = (address: string) => ({ 'x-forwarded-for': address })

  test('is told with each reply, and refused past the limit, by address and kind of route', async () => {
    const metrics = createMetrics()
    const { ask, clock } = serve({ rate_limit: true }, { metrics })
    const links = (address: string) =>
      ask(
        '/v1/bookings/b1/links',
        { ...from(address), 'content-type': 'application/json' },
        { method: 'POST', body: JSON.stringify({ email: 'ada@example.com' }) },
      )
    const first = await links('198.51.100.1')
    expect(first.headers.get('ratelimit-policy')).toBe('"links";q=5;w=30')
    expect(first.headers.get('ratelimit')).toBe('"links";r=4;t=6')
    for (let i = 0; i < 4; i += 1) expect((await links('198.51.100.1')).status).toBe(202)
    const refused = await links('198.51.100.1')
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '6'])
    expect(refused.headers.get('ratelimit')).toBe('"links";r=0;t=30')
    expect(await refused.json()).toMatchObject({ code: 'rate_limited', detail: 'Come back in 6 seconds' })
    expect((await ask('/v1/tenants/acme', from('198.51.100.1'))).status).toBe(200)
    expect((await links('198.51.100.2')).status).toBe(202)
    clock.advance(6000)
    expect((await links('198.51.100.1')).status).toBe(202)
    expect(await metrics.text()).toContain('holdfast_rate_limited_total{scope="address",route="links"} 1')
  })

  test('takes nothing from a customer: the form that was refused can be sent once more', async () => {
    const { ask } = serve({ rate_limit: true })
    const body = { name: 'Ada', key: 'k' }
    const send = () =>
      ask('/acme/intro-zoom/details?start=2026-06-02T09:00:00Z', from('198.51.100.9'), {
        method: 'POST',
        body: new URLSearchParams(body),
      })
    let reply = await send()
    for (let i = 0; i < 30 && reply.status !== 429; i += 1) reply = await send()
    const { elements } = readPage(await reply.text())
    const fields = elements.filter(({ name }) => name === 'input').map(({ attributes }) => attributes)
    expect(reply.status).toBe(429)
    expect(fields.map((it) => [it.get('name'), it.get('value')])).toEqual(Object.entries(body))
  })

  test('is counted for a tenant as a whole, too', async () => {
    const { ask } = serve({ rate_limit: true })
    let asked = 0
    const flood = async (tenant: string) => {
      asked += 1
      const key = { ...from(`198.51.${asked >> 8}.${asked & 255}`), 'content-type': 'application/json' }
      return ask(`/v1/tenants/${tenant}/holds`, key, { method: 'POST', body: '{}' })
    }
    const replies = await Promise.all(Array.from({ length: 320 }, () => flood('acme')))
    const refused = replies.filter(({ status }) => status === 429)
    expect(refused).toHaveLength(20)
    for (const { headers } of refused)
      expect([
        headers.get('content-type'),
        headers.get('ratelimit-policy'),
        headers.get('ratelimit'),
      ]).toEqual(['application/problem+json', '"hold-of-tenant";q=300;w=6', '"hold-of-tenant";r=0;t=6'])
    expect((await flood('other')).status).not.toBe(429)
  })

  test('has no end for probes and for what Microsoft and Zoom post', async () => {
    const { ask } = serve({ rate_limit: true })
    const same = from('198.51.100.7')
    const replies = await Promise.all(
      Array.from({ length: 700 }, (_, i) =>
        i % 2 === 0
          ? ask('/healthz', same)
          : ask('/v1/webhooks/graph?validationToken=x', same, { method: 'POST' }),
      ),
    )
    expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([200]))
  })

  test('is not counted where RATE_LIMIT is off', async () => {
    const { ask } = serve()
    const reply = await ask('/v1/tenants/acme')
    expect(reply.headers.get('ratelimit')).toBeNull()
  })

  test.each([
    ['POST', '/v1/tenants/acme/holds', 'hold', 'acme'],
    ['POST', '/acme/intro-zoom/details', 'hold', 'acme'],
    ['GET', '/v1/tenants/acme/meeting-types/intro-zoom/slots', 'look', 'acme'],
    ['GET', '/acme/intro-zoom', 'look', 'acme'],
    ['POST', '/v1/tenants/%61c%6D%65/holds', 'hold', 'acme'],
    ['POST', '/%61cme/intro%2Dzoom/details', 'hold', 'acme'],
    ['POST', '/acme/booking/%6Cink%73', 'links', 'acme'],
    ['POST', '/acme/booking/links/', 'links', 'acme'],
    ['POST', '/v1/tenants/acme/holds/', 'hold', 'acme'],
    ['GET', '/%61cme/intro-zoom', 'look', 'acme'],
    ['GET', '/%2Fv1%2Fwebhooks/x', 'other', undefined],
    ['GET', '/v1%2Fwebhooks/%', 'other', undefined],
    ['POST', '/v1/bookings/confirm', 'prove', undefined],
    ['POST', '/acme/booking/code', 'prove', 'acme'],
    ['POST', '/v1/bookings/b1/links', 'links', undefined],
    ['GET', '/v1/bookings/b1', 'other', undefined],
    ['DELETE', '/v1/admin/tenants/acme/keys/k', 'admin', undefined],
    ['GET', '/swagger/json', 'other', undefined],
    ['GET', '/assets/page.js', 'other', undefined],
    ['GET', '/', 'other', undefined],
    ['GET', `/${'a'.repeat(60)}/intro-zoom`, 'look', 'a'.repeat(60)],
    ['GET', `/${'a'.repeat(61)}/intro-zoom`, 'look', undefined],
    ['POST', `/v1/tenants/${'a'.repeat(9000)}/holds`, 'hold', undefined],
  ])('%s %s falls under the rule "%s"', (method, path, name, tenant) => {
    const ruling = rulingOn(method, path)
    expect([ruling?.rule.name, ruling?.tenant]).toEqual([name, tenant])
  })
})

describe('pages of other origins', () => {
  const origin = 'https://www.acme.example'
  const preflight = { 'access-control-request-method': 'POST', origin }

  test('may call the public API of a tenant that names their origin, and nothing else', async () => {
    const { ask } = serve()
    // However the admin has written it, a browser writes it in one way.
    const others = ['https://Shop.ACME.example', 'https://acme.example:443', 'http://acme.example:8080']
    const branding = { branding: { allowed_origins: [origin, ...others] } }
    const changed = await ask(
      '/v1/admin/tenants/acme',
      { 'x-admin-key': ADMIN_KEY, 'content-type': 'application/json' },
      { method: 'PATCH', body: JSON.stringify(branding) },
    )
    expect(changed.status).toBe(200)
    const allowed = async (path: string, headers: Record<string, string>, method = 'GET') => {
      const reply = await ask(path, headers, { method })
      return [reply.status, reply.headers.get('access-control-allow-origin')]
    }
    expect(await allowed('/v1/tenants/acme', { origin })).toEqual([200, origin])
    for (const it of ['https://shop.acme.example', 'https://acme.example', 'http://acme.example:8080'])
      expect(await allowed('/v1/tenants/acme', { origin: it })).toEqual([200, it])
    expect(await allowed('/v1/tenants/acme/holds', preflight, 'OPTIONS')).toEqual([204, origin])
    expect(await allowed('/v1/bookings/confirm', preflight, 'OPTIONS')).toEqual([204, origin])
    expect(await allowed('/v1/tenants/acme', { origin: 'https://evil.example' })).toEqual([200, null])
    expect(await allowed('/v1/tenants/other/holds', preflight, 'OPTIONS')).toEqual([204, null])
    expect(await allowed('/v1/admin/tenants', preflight, 'OPTIONS')).toEqual([405, null])
    expect(await allowed('/v1/webhooks/graph', preflight, 'OPTIONS')).toEqual([405, null])
    expect(await allowed('/swagger/json', { origin })).toEqual([200, null])
  })

  test('hear which headers they may send and read, and never get a cookie in', async () => {
    const { ask } = serve()
    const asked = await ask('/v1/tenants/acme/holds', preflight, { method: 'OPTIONS' })
    expect(asked.headers.get('access-control-allow-headers')).toBe(
      'authorization, content-type, idempotency-key',
    )
    expect(asked.headers.get('vary')).toBe('origin')
    const read = await ask('/v1/tenants/acme', { origin })
    expect(read.headers.get('access-control-expose-headers')).toContain('idempotency-replayed')
    expect(read.headers.get('access-control-allow-credentials')).toBeNull()
  })
})

describe('clients that are not well meant', () => {
  test('get no more than 16 KiB of headers in, and the server goes on', async () => {
    const { ask } = serve()
    const large = await ask('/healthz', { 'x-large': 'x'.repeat(20_000) })
    expect(large.status).toBe(431)
    expect((await ask('/healthz')).status).toBe(200)
  })

  test('that ask for another thing on one line are refused, not misread', async () => {
    const { url } = serve()
    const said = await new Promise<string>((resolve) => {
      const socket = connect(Number(new URL(url).port), '127.0.0.1', () =>
        socket.write(
          'POST /healthz HTTP/1.1\r\nhost: localhost\r\ncontent-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\nGET /metrics HTTP/1.1\r\n\r\n',
        ),
      )
      let text = ''
      socket.on('data', (data) => {
        text += data.toString()
      })
      socket.on('close', () => resolve(text))
    })
    expect(said).toStartWith('HTTP/1.1 400')
    expect(said).not.toContain('holdfast_')
  })
})

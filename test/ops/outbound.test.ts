import { describe, expect, test } from 'bun:test'
import { createServer } from 'node:net'
import { realHouse } from '../support/realHouse.ts'
import { type Source, sourcesOf } from '../support/source.ts'

/** The files that reach the network, and what they reach: addresses of the settings, never of a tenant. */
const REACH_OUT: Record<string, string> = {
  'src/main/providers.ts':
    'Graph, Entra and Zoom at GRAPH_BASE_URL, ENTRA_AUTHORITY, ZOOM_OAUTH_URL and ZOOM_API_URL',
  'src/main/health.ts': 'the process itself',
  'src/main/checks/publicAddress.ts': 'the process by its own BASE_URL, when the doctor is asked',
  'src/graph/credential.ts': 'the managed identity of the machine',
  'src/lib/otlp.ts': 'the collector at OTEL_EXPORTER_OTLP_ENDPOINT',
  'src/mail/smtp.ts': 'the mail server at SMTP_URL',
  'src/graph/entra.ts': 'Entra at ENTRA_AUTHORITY',
}

const LIBRARIES =
  /^(nodemailer|@azure\/msal-node|@opentelemetry\/exporter-.*|node:(http|https|http2|tls|dgram|dns))$/

function reachesOut({ path, imports, nodes }: Source): boolean {
  // What runs in a browser is no call of ours.
  if (path.startsWith('src/web/client/')) return false
  const named = (value: unknown) => (value as { name?: string } | undefined)?.name
  return (
    imports.some((name) => LIBRARIES.test(name)) ||
    nodes.some(({ fields }) => named(fields.callee) === 'fetch' || named(fields.object) === 'globalThis')
  )
}

describe('calls to the outside', () => {
  test('are made by these files alone; the clients of providers use what main hands them', async () => {
    const handed = ['src/graph/request.ts', 'src/zoom/exchange.ts']
    const found = (await sourcesOf('src')).filter(reachesOut).map(({ path }) => path)
    expect(found.filter((path) => !handed.includes(path)).toSorted()).toEqual(
      Object.keys(REACH_OUT).toSorted(),
    )
  })

  test('never go to an address that a tenant gave', async () => {
    let calls = 0
    const trap = createServer((socket) => {
      calls += 1
      socket.destroy()
    })
    await new Promise<void>((ready) => trap.listen(0, '127.0.0.1', ready))
    const { port } = trap.address() as { port: number }
    const house = await realHouse()
    const { ask, slots, hold, confirm, links } = house.customer('ada@example.com')
    const address = `https://127.0.0.1:${port}/`
    const branding = { privacy_url: address, imprint_url: address, allowed_origins: [address.slice(0, -1)] }
    const changed = await ask('PATCH', '/v1/admin/tenants/acme', { branding }, house.admin)
    expect(changed.status).toBe(200)
    expect((await ask('GET', '/v1/tenants/acme', undefined, { origin: address.slice(0, -1) })).status).toBe(
      200,
    )
    const { body } = await hold((await slots())[0])
    expect((await confirm(body.booking_id)).body.status).toBe('confirmed')
    const { cancel } = await links(body.booking_id)
    expect((await ask('POST', '/v1/bookings/cancel', { token: cancel })).status).toBe(200)
    await house.stop()
    trap.close()
    expect(calls).toBe(0)
  }, 30_000)
})

import { describe, expect, test } from 'bun:test'
import { createServer } from 'node:net'
import { readConfig } from '../../src/config/config.ts'
import { systemClock } from '../../src/lib/clock.ts'
import { systemEntropy } from '../../src/lib/entropy.ts'
import { Failure } from '../../src/lib/failure.ts'
import { silentLog } from '../../src/lib/log.ts'
import { silentMetrics } from '../../src/lib/metrics.ts'
import { noTracer } from '../../src/lib/trace.ts'
import { providersOf } from '../../src/main/providers.ts'
import { bundledZones } from '../../src/scheduling/zone.ts'
import { SIM_CLIENT, startGraphSimulator } from '../simulators/graph.ts'
import { M365_TENANT, realHouse } from '../support/realHouse.ts'
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
  })
})

describe('a redirect', () => {
  const redirecting = (port: number | undefined) =>
    Bun.serve({
      port: 0,
      hostname: '127.0.0.1',
      fetch: ({ url }) => Response.redirect(`http://127.0.0.1:${port}${new URL(url).pathname}`, 307),
    })

  test('of Entra, Graph or Zoom is not followed with a secret or a token in hand', async () => {
    let caught = 0
    const trap = Bun.serve({
      port: 0,
      hostname: '127.0.0.1',
      fetch: () => {
        caught += 1
        return Response.json({})
      },
    })
    const lure = redirecting(trap.port)
    const astray = `http://127.0.0.1:${lure.port}`
    const graph = await startGraphSimulator()
    const settings = {
      ...{ ENTRA_CLIENT_ID: SIM_CLIENT.id, ENTRA_CLIENT_SECRET: SIM_CLIENT.secret },
      ...{ ENTRA_AUTHORITY: graph.authority, GRAPH_BASE_URL: graph.base_url },
      ...{ ZOOM_OAUTH_URL: `${astray}/oauth/token`, ZOOM_API_URL: astray },
      ...{ ZOOM_ACCOUNT_ID: 'a', ZOOM_CLIENT_ID: 'b', ZOOM_CLIENT_SECRET: 'c' },
    }
    const mailbox = { m365_tenant_id: M365_TENANT, user: 'berlin@acme.example', time_zone: 'UTC' }
    const hour = { from_ms: Date.now(), until_ms: Date.now() + 3_600_000 }
    for (const more of [{ ENTRA_AUTHORITY: astray }, { GRAPH_BASE_URL: `${astray}/v1.0` }]) {
      const { outlook, zoom } = await clientsOf({ ...settings, ...more })
      expect(await outlook.busy(mailbox, hour).catch((error: unknown) => error)).toBeInstanceOf(Failure)
      const account = { account_id: 'a', client_id: 'b', client_secret: 'c' }
      expect(await zoom.probe(account, mailbox.user).catch((error: unknown) => error)).toBeInstanceOf(Failure)
    }
    await Promise.all([graph.stop(), lure.stop(true), trap.stop(true)])
    expect(caught).toBe(0)
  })

  function clientsOf(env: Record<string, string>) {
    const means = { clock: systemClock, entropy: systemEntropy, log: silentLog }
    const watchers = { metrics: silentMetrics, tracer: noTracer }
    return providersOf(readConfig(env), { ...means, ...watchers, zones: bundledZones() })
  }
})

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'bun:test'
import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readConfig } from '../../src/config/config.ts'
import { assertionFromManagedIdentity } from '../../src/graph/credential.ts'
import { systemClock } from '../../src/lib/clock.ts'
import { systemEntropy } from '../../src/lib/entropy.ts'
import { silentLog } from '../../src/lib/log.ts'
import { silentMetrics } from '../../src/lib/metrics.ts'
import { noTracer } from '../../src/lib/trace.ts'
import { providersOf } from '../../src/main/providers.ts'
import { bundledZones } from '../../src/scheduling/zone.ts'
import { type GraphSimulator, SIM_CLIENT, startGraphSimulator } from '../simulators/graph.ts'
import { CERTIFICATE } from '../support/certificate.ts'

const TENANT = '11111111-2222-4333-8444-555555555555'
const folder = mkdtempSync(join(tmpdir(), 'holdfast-proofs-'))
let graph: GraphSimulator
let identity: ReturnType<typeof identityEndpoint>
beforeAll(async () => {
  identity = identityEndpoint()
  graph = await startGraphSimulator()
})
afterAll(async () => {
  await Promise.all([graph.stop(), identity.stop()])
  rmSync(folder, { recursive: true, force: true })
})
beforeEach(() => {
  Object.assign(process.env, identity.env)
  identity.asked.length = 0
})
afterEach(() => {
  for (const name of Object.keys(identity.env)) delete process.env[name]
})

/** Outlook as the settings choose it, with a token of the simulator's Entra, and how that was asked for. */
async function outlookBy(proof: Record<string, string>) {
  const config = readConfig({
    ...{ ENTRA_CLIENT_ID: SIM_CLIENT.id, ENTRA_AUTHORITY: graph.authority, GRAPH_BASE_URL: graph.base_url },
    ...proof,
  })
  const means = { clock: systemClock, entropy: systemEntropy, log: silentLog, zones: bundledZones() }
  const { outlook } = await providersOf(config, { ...means, metrics: silentMetrics, tracer: noTracer })
  const before = graph.world.proofs.length
  const window = { from_ms: Date.now(), until_ms: Date.now() + 3_600_000 }
  return {
    look: () => outlook.busy({ m365_tenant_id: TENANT, user: 'ann@one.example' }, window),
    proofs: () => graph.world.proofs.slice(before),
    /** Takes the token away, so that another must be asked for. */
    withdraw: () => graph.world.tokens.clear(),
  }
}

function fileOf(name: string, text: string): string {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}

describe('the settings choose how Holdfast proves itself to Entra', () => {
  test('by ENTRA_CLIENT_SECRET', async () => {
    const { look, proofs } = await outlookBy({ ENTRA_CLIENT_SECRET: SIM_CLIENT.secret })
    expect(await look()).toEqual([])
    expect(proofs()).toEqual([{ secret: SIM_CLIENT.secret, assertion: null }])
  })

  test('by ENTRA_CERTIFICATE_FILE', async () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
    const pem = `${privateKey.export({ type: 'pkcs8', format: 'pem' })}\n${CERTIFICATE}`
    const { look, proofs } = await outlookBy({ ENTRA_CERTIFICATE_FILE: fileOf('app.pem', pem) })
    await look()
    const [{ secret, assertion }] = proofs() as [{ secret: string | null; assertion: string }]
    const [head = '', claims = ''] = assertion.split('.')
    const said = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString())
    expect([secret, said(head).alg, said(claims).sub]).toEqual([null, 'PS256', SIM_CLIENT.id])
  })

  test('by ENTRA_ASSERTION_FILE, which is read anew for each token', async () => {
    const file = fileOf('assertion', 'the first\n')
    const { look, proofs, withdraw } = await outlookBy({ ENTRA_ASSERTION_FILE: file })
    await look()
    writeFileSync(file, 'the second\n')
    withdraw()
    await look()
    expect(proofs().map(({ assertion }) => assertion)).toEqual(['the first', 'the second'])
  })

  test('by ENTRA_MANAGED_IDENTITY, through the endpoint that Azure gives the container', async () => {
    const client_id = '22222222-2222-4222-8222-222222222222'
    const { look, proofs } = await outlookBy({ ENTRA_MANAGED_IDENTITY: client_id })
    await look()
    expect(proofs().map(({ assertion }) => assertion)).toEqual(['of the identity'])
    expect(identity.asked).toMatchObject([
      { query: { resource: 'api://AzureADTokenExchange', client_id }, header: 'of the container' },
    ])
  })

  test('by ENTRA_MANAGED_IDENTITY, with an assertion that is meant for the Entra of its cloud', async () => {
    const audiences = {
      'https://login.microsoftonline.com': 'api://AzureADTokenExchange',
      'https://login.microsoftonline.us': 'api://AzureADTokenExchangeUSGov',
      'https://login.partner.microsoftonline.cn': 'api://AzureADTokenExchangeChina',
    }
    for (const authority of Object.keys(audiences)) {
      const credential = await assertionFromManagedIdentity(authority)
      if (credential.kind === 'assertion') await credential.read()
    }
    expect(identity.asked.map(({ query }) => query.resource)).toEqual(Object.values(audiences))
  })
})

/** The endpoint that Azure gives a container, of which MSAL keeps the first, and what it was asked. */
function identityEndpoint() {
  const asked: { query: Record<string, string>; header: string | null }[] = []
  const endpoint = Bun.serve({
    port: 0,
    hostname: '127.0.0.1',
    fetch: ({ url, headers }) => {
      const query = Object.fromEntries(new URL(url).searchParams)
      asked.push({ query, header: headers.get('x-identity-header') })
      const expires_on = String(Math.floor(Date.now() / 1000) + 3600)
      return Response.json({ access_token: 'of the identity', expires_on, token_type: 'Bearer' })
    },
  })
  const env = {
    IDENTITY_ENDPOINT: `http://127.0.0.1:${endpoint.port}/msi/token`,
    IDENTITY_HEADER: 'of the container',
  }
  return { asked, env, stop: () => endpoint.stop(true) }
}

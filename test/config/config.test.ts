import { describe, expect, test } from 'bun:test'
import { randomBytes } from 'node:crypto'
import { ConfigError, readConfig } from '../../src/config/config.ts'
import { SETTINGS } from '../../src/config/settings.ts'

const strong = () => randomBytes(32).toString('base64url')

function faultsOf(env: Record<string, string>): Record<string, string> {
  try {
    readConfig(env)
    return {}
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    return Object.fromEntries(error.faults.map(({ name, message }) => [name, message]))
  }
}

describe('an empty environment', () => {
  test('is enough: localhost, SQLite, everything mocked', () => {
    const config = readConfig({})
    expect(config.server).toMatchObject({ host: '0.0.0.0', port: 3000, base_url: 'http://localhost:3000' })
    expect(config.server).toMatchObject({ rate_limit: true, shutdown_grace_ms: 25_000, log_level: 'info' })
    expect(config.data).toMatchObject({
      database_url: undefined,
      data_dir: './data',
      busy_max_age_ms: 60_000,
    })
    expect([config.graph, config.zoom, config.mail.kind]).toEqual([null, null, 'mock'])
    expect(config.jobs).toMatchObject({ poll_interval_ms: 1000, max_attempts: 10 })
  })

  test('counts a variable that is set to nothing as unset', () => {
    expect(readConfig({ PORT: '', DATABASE_URL: '  ', GRAPH_MOCK: '' })).toEqual(readConfig({}))
  })

  test('gives settings that nobody can change afterwards', () => {
    const { server } = readConfig({})
    expect(() => Object.assign(server, { port: 1 })).toThrow()
    expect(() => server.trusted_proxies.push('10.0.0.0/8')).toThrow()
  })
})

describe('faults', () => {
  test('are all named at once, in words, those between settings too', () => {
    const faults = faultsOf({
      PORT: '99999',
      BASE_URL: 'https://book.example.com',
      SHUTDOWN_GRACE: 'soon',
      DATABASE_URL: 'mysql://db/holdfast',
      GRAPH_MOCK: 'perhaps',
      MAIL: 'smtp',
      LOG_LEVEL: 'loud',
    })
    expect(Object.keys(faults).sort()).toEqual([
      'ADMIN_API_KEY',
      'DATABASE_URL',
      'GRAPH_MOCK',
      'LOG_LEVEL',
      'PORT',
      'SHUTDOWN_GRACE',
      'SMTP_URL',
      'TOKEN_SECRET',
    ])
    expect(faults.PORT).toBe('must be a whole number between 0 and 65535')
    expect(faults.SHUTDOWN_GRACE).toBe('must be a length of time such as 30s, from 0ms to 10m')
    expect(faults.LOG_LEVEL).toBe('must be debug, info, warn, error or silent')
    expect(faults.SMTP_URL).toBe('must be set, because MAIL is smtp')
  })

  test('never repeat the value of a secret', () => {
    const secret = 'hunter2-hunter2'
    const faults = faultsOf({ BASE_URL: 'https://a.example', TOKEN_SECRET: secret, ADMIN_API_KEY: secret })
    expect(Object.keys(faults)).toEqual(['ADMIN_API_KEY', 'TOKEN_SECRET'])
    expect(JSON.stringify(faults)).not.toContain(secret)
  })

  test.each([
    ['BASE_URL', 'book.example.com'],
    ['BASE_URL', 'https://book.example.com/holdfast'],
    ['BASE_URL', 'ftp://book.example.com'],
    ['PORT', '-1'],
    ['PORT', '30 00'],
    ['TRUSTED_PROXIES', '10.0.0.0/33'],
    ['TRUSTED_PROXIES', 'proxy.example.com'],
    ['GRAPH_BASE_URL', 'http://graph.example.com'],
    ['ENTRA_AUTHORITY', 'http://10.0.0.1'],
    ['ZOOM_API_URL', 'http://127.0.0.1.example.com'],
    ['ZOOM_OAUTH_URL', 'zoom'],
    ['SMTP_URL', 'https://mail.example.com'],
    ['JOB_MAX_ATTEMPTS', '0'],
    ['JOB_POLL_INTERVAL', '0s'],
    ['OTEL_EXPORTER_OTLP_HEADERS', 'no value'],
  ])('%s refuses %p', (name, value) => {
    expect(Object.keys(faultsOf({ [name]: value }))).toEqual([name])
  })
})

describe('forms', () => {
  test('lengths of time take a unit, and seconds without one', () => {
    const grace = (SHUTDOWN_GRACE: string) => readConfig({ SHUTDOWN_GRACE }).server.shutdown_grace_ms
    expect([grace('250ms'), grace('25'), grace('25 s'), grace('1.5s'), grace('2m')]).toEqual([
      250, 25_000, 25_000, 1500, 120_000,
    ])
  })

  test('proxies are networks, and two words stand for the usual ones', () => {
    const { trusted_proxies } = readConfig({ TRUSTED_PROXIES: 'loopback, 203.0.113.7,2001:db8::/32' }).server
    expect(trusted_proxies).toEqual(['127.0.0.0/8', '::1/128', '203.0.113.7', '2001:db8::/32'])
  })

  test('BASE_URL loses its last slash and follows PORT when unset', () => {
    expect(readConfig({ BASE_URL: 'http://localhost:8080/' }).server.base_url).toBe('http://localhost:8080')
    expect(readConfig({ PORT: '8081' }).server.base_url).toBe('http://localhost:8081')
  })

  test('providers may be plain http on loopback, for simulators', () => {
    const { zoom } = readConfig({ ZOOM_MOCK: 'false', ZOOM_API_URL: 'http://127.0.0.1:9999/v2/' })
    expect(zoom?.api_url).toBe('http://127.0.0.1:9999/v2')
  })
})

describe('secrets', () => {
  const publicly = { BASE_URL: 'https://book.example.com', TOKEN_SECRET: strong(), ADMIN_API_KEY: strong() }

  test('of 32 random bytes are accepted in base64 and in hex', () => {
    for (const encoding of ['base64', 'base64url', 'hex'] as const)
      for (let i = 0; i < 200; i++)
        expect(faultsOf({ ...publicly, TOKEN_SECRET: randomBytes(32).toString(encoding) })).toEqual({})
  })

  test.each([
    ['short', 'correct horse'],
    ['16 bytes in hex', randomBytes(16).toString('hex')],
    ['one character', 'a'.repeat(64)],
    ['a word again and again', 'Secret-Word!'.repeat(8)],
  ])('are refused on a public address when weak: %s', (_, TOKEN_SECRET) => {
    expect(faultsOf({ ...publicly, TOKEN_SECRET }).TOKEN_SECRET).toContain('is too weak')
  })

  test('may be missing or weak on localhost, in every spelling of it', () => {
    for (const host of ['localhost', '127.0.0.1', '[::1]', 'shop.localhost'])
      expect(faultsOf({ BASE_URL: `https://${host}:8443`, TOKEN_SECRET: 'dev' })).toEqual({})
  })

  test('are demanded on a plain http address that others can reach', () => {
    expect(Object.keys(faultsOf({ BASE_URL: 'http://10.1.2.3' }))).toEqual(['ADMIN_API_KEY', 'TOKEN_SECRET'])
  })

  test('include SEAL_KEY once credentials are real and the data live in Postgres', () => {
    const real = { ...publicly, ZOOM_MOCK: 'false' }
    expect(faultsOf(real)).toEqual({})
    const faults = faultsOf({ ...real, DATABASE_URL: 'postgres://db/holdfast' })
    expect(Object.keys(faults)).toEqual(['SEAL_KEY'])
  })
})

describe('mock or real', () => {
  const entra = { ENTRA_CLIENT_ID: 'app' }

  test('a credential makes a provider real, and a word of the operator wins', () => {
    expect(readConfig({ ...entra, ENTRA_CLIENT_SECRET: 's' }).graph?.proof).toEqual({
      kind: 'secret',
      secret: 's',
    })
    expect(readConfig({ ...entra, ENTRA_CLIENT_SECRET: 's', GRAPH_MOCK: 'true' }).graph).toBeNull()
    expect(readConfig({ ZOOM_MOCK: 'false' }).zoom).toMatchObject({ account: undefined })
  })

  test('real Outlook needs an application and exactly one proof', () => {
    expect(Object.keys(faultsOf({ GRAPH_MOCK: 'false' }))).toEqual(['ENTRA_CLIENT_ID', 'ENTRA_CLIENT_SECRET'])
    const two = { ...entra, ENTRA_CLIENT_SECRET: 's', ENTRA_ASSERTION_FILE: '/token' }
    expect(faultsOf(two)).toEqual({
      ENTRA_ASSERTION_FILE: 'cannot be set together with ENTRA_CLIENT_SECRET: choose one of them',
    })
  })

  test('half a Zoom account names the other half', () => {
    expect(Object.keys(faultsOf({ ZOOM_ACCOUNT_ID: 'z' }))).toEqual(['ZOOM_CLIENT_ID', 'ZOOM_CLIENT_SECRET'])
  })

  test('letters go by SMTP once it is known, and by Graph only when Outlook is real', () => {
    expect(readConfig({ SMTP_URL: 'smtp://localhost:25' }).mail).toMatchObject({
      kind: 'smtp',
      from: 'no-reply@localhost',
    })
    expect(Object.keys(faultsOf({ MAIL: 'graph' }))).toEqual(['MAIL'])
    expect(Object.keys(faultsOf({ SMTP_URL: 'smtp://' }))).toEqual(['SMTP_URL'])
  })

  test('a MAIL that a login shell has set to its own mailbox is not meant for us', () => {
    expect(readConfig({ MAIL: '/var/spool/mail/operator' }).mail.kind).toBe('mock')
    expect(Object.keys(faultsOf({ MAIL: 'pigeon' }))).toEqual(['MAIL'])
  })

  test('the sender is an address, which is also found beside a name', () => {
    for (const MAIL_FROM of ['bookings@acme.example', 'Acme Bookings <bookings@acme.example>'])
      expect(readConfig({ MAIL_FROM }).mail.from).toBe('bookings@acme.example')
    for (const MAIL_FROM of ['Acme Sales', 'a@b, c@d', 'Acme <>', 'bookings@'])
      expect([MAIL_FROM, Object.keys(faultsOf({ MAIL_FROM }))]).toEqual([MAIL_FROM, ['MAIL_FROM']])
  })
})

describe('.env.example', async () => {
  const file = await Bun.file('.env.example').text()
  const shown = Object.fromEntries(
    [...file.matchAll(/^#([A-Z0-9_]+)=(.*)$/gm)].map(([, name, value]) => [name, value]),
  )

  test('shows every setting, and nothing that is none', () => {
    expect(Object.keys(shown).sort()).toEqual(Object.keys(SETTINGS.shape).sort())
  })

  test('shows the true defaults', () => {
    for (const [name, schema] of Object.entries(SETTINGS.shape))
      expect([name, schema.safeParse(shown[name] || undefined).data]).toEqual([
        name,
        schema.safeParse(undefined).data,
      ])
  })

  test('says of each setting what the schema says', () => {
    for (const [name, schema] of Object.entries(SETTINGS.shape)) {
      const above = file.split(`\n#${name}=`)[0]?.split('\n').at(-1) ?? ''
      expect(above).toBe(`# ${schema.description}`)
    }
  })
})

import { describe, expect, test } from 'bun:test'
import { constants, generateKeyPairSync, verify } from 'node:crypto'
import type { Credential } from '../../src/graph/credential.ts'
import { entra } from '../../src/graph/entra.ts'
import { stoppedClock } from '../../src/lib/clock.ts'
import { CERTIFICATE } from '../support/certificate.ts'

const START = Date.parse('2026-11-30T08:00:00Z')
const TENANT = '11111111-2222-4333-8444-555555555555'
const AUTHORITY = 'http://127.0.0.1:4711'

/** A fake Entra: discovery answers, and what the token endpoint says is the test's. */
function fakeEntra(answer: () => Response) {
  const asked: { url: string; form: URLSearchParams }[] = []
  const fetch = async (input: string | URL | Request, init?: RequestInit) => {
    const url = String(input)
    if (url.includes('/.well-known/')) {
      return Response.json({
        token_endpoint: `${AUTHORITY}/${TENANT}/oauth2/v2.0/token`,
        authorization_endpoint: `${AUTHORITY}/${TENANT}/oauth2/v2.0/authorize`,
        issuer: `${AUTHORITY}/${TENANT}/v2.0`,
        jwks_uri: `${AUTHORITY}/${TENANT}/discovery/v2.0/keys`,
      })
    }
    asked.push({ url, form: new URLSearchParams(String(init?.body)) })
    return answer()
  }
  return { asked, fetch: Object.assign(fetch, { preconnect: () => {} }) }
}

const SECRET: Credential = { kind: 'secret', client_secret: 'hush' }

function acquire(
  answer: () => Response,
  credential = SECRET,
  graph_base_url = 'https://graph.microsoft.com/v1.0',
) {
  const { asked, fetch } = fakeEntra(answer)
  const clock = stoppedClock(START)
  const run = entra({ client_id: 'app', credential, authority: AUTHORITY, graph_base_url, clock, fetch })
  return { asked, token: () => run(TENANT) }
}

const granted = () => Response.json({ token_type: 'Bearer', expires_in: 3599, access_token: 'at-1' })
const refused = (error_code: number, error: string, status = 400, headers = {}) =>
  Response.json(
    { error, error_description: `AADSTS${error_code}: no`, error_codes: [error_code] },
    { status, headers },
  )

describe('a token from Entra', () => {
  test('is asked for with the secret, of the tenant, over http where the setting says so', async () => {
    const { asked, token } = acquire(granted)
    expect(await token()).toEqual({ access_token: 'at-1', expires_at_utc: new Date(START + 3_599_000) })
    expect(asked[0]?.url).toStartWith(`${AUTHORITY}/${TENANT}/oauth2/v2.0/token`)
    expect(asked[0]?.form.get('grant_type')).toBe('client_credentials')
    expect(asked[0]?.form.get('client_secret')).toBe('hush')
    expect(asked[0]?.form.get('scope')).toContain('https://graph.microsoft.com/.default')
  })

  test('is asked for the Graph of the settings, as in national clouds', async () => {
    const { asked, token } = acquire(granted, SECRET, 'https://microsoftgraph.chinacloudapi.cn/v1.0')
    await token()
    expect(asked[0]?.form.get('scope')).toContain('https://microsoftgraph.chinacloudapi.cn/.default')
  })

  test('is asked for with a certificate', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
    const pem = `${privateKey.export({ type: 'pkcs8', format: 'pem' })}\n${CERTIFICATE}`
    const { asked, token } = acquire(granted, { kind: 'certificate', pem })
    await token()
    const [header, claims, signature] = String(asked[0]?.form.get('client_assertion')).split('.')
    const key = { key: publicKey, padding: constants.RSA_PKCS1_PSS_PADDING }
    const genuine = verify(
      'sha256',
      Buffer.from(`${header}.${claims}`),
      key,
      Buffer.from(signature!, 'base64url'),
    )
    expect(genuine).toBe(true)
    const parsed = JSON.parse(Buffer.from(header!, 'base64url').toString())
    expect(parsed.alg).toBe('PS256')
    expect(parsed['x5t#S256']).toBeString()
  })

  test('is asked for with an assertion that is read anew each time', async () => {
    let read = 0
    const credential: Credential = { kind: 'assertion', read: async () => `assertion-${++read}` }
    const { asked, token } = acquire(granted, credential)
    await token()
    await token()
    expect(asked.map(({ form }) => form.get('client_assertion'))).toEqual(['assertion-1', 'assertion-2'])
  })

  test('is asked for again where there is no assertion just now', async () => {
    const answers = [Promise.reject(new Error('ENOENT')), Promise.resolve(''), Promise.resolve('assertion')]
    const { token } = acquire(granted, { kind: 'assertion', read: () => answers.shift()! })
    const unreadable = { kind: 'retry', code: 'assertion_unreadable' }
    for (let i = 0; i < 2; i += 1) await expect(token()).rejects.toMatchObject(unreadable)
    expect(await token()).toMatchObject({ access_token: expect.any(String) })
  })

  test('is never asked for with half a certificate file', () => {
    expect(() => acquire(granted, { kind: 'certificate', pem: 'nothing' })).toThrow('holds no certificate')
    expect(() => acquire(granted, { kind: 'certificate', pem: CERTIFICATE })).toThrow('holds no private key')
  })

  test('is never asked for with a key that has a passphrase, or is none', () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
    const locked = { type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'secret' } as const
    const broken = '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----'
    for (const key of [privateKey.export(locked), broken]) {
      const pem = `${CERTIFICATE}\n${key}`
      expect(() => acquire(granted, { kind: 'certificate', pem })).toThrow('cannot be read')
    }
  })
})

describe('a refusal by Entra', () => {
  test('of the secret is permanent and bears its number', async () => {
    const { token } = acquire(() => refused(7000215, 'invalid_client', 401))
    await expect(token()).rejects.toMatchObject({ kind: 'permanent', code: 'entra_7000215' })
  })

  test('of the tenant means it is not ours to touch', async () => {
    const { token } = acquire(() => refused(700016, 'unauthorized_client'))
    await expect(token()).rejects.toMatchObject({ kind: 'untouchable', code: 'entra_700016' })
  })

  test('with 429 is retried when Entra says', async () => {
    const { token } = acquire(() => refused(50196, 'too_many', 429, { 'retry-after': '7' }))
    await expect(token()).rejects.toMatchObject({
      kind: 'retry',
      detail: { status: 429, retry_after_ms: 7_000 },
    })
  })

  test('with 500, without JSON or without an answer is retried', async () => {
    const troubles = [
      () => new Response('<html>', { status: 500 }),
      () => new Response('<html>', { status: 200 }),
      () => new Response('<html>', { status: 403 }),
      () => {
        throw new TypeError('connection refused')
      },
    ]
    for (const trouble of troubles) {
      await expect(acquire(trouble).token()).rejects.toMatchObject({ kind: 'retry' })
    }
  })

  test('does not keep the next attempt from asking', async () => {
    let down = true
    const { token, asked } = acquire(() =>
      down ? refused(90033, 'temporarily_unavailable', 503) : granted(),
    )
    await expect(token()).rejects.toMatchObject({ kind: 'retry' })
    await token().catch(() => {})
    down = false
    expect((await token()).access_token).toBe('at-1')
    expect(asked).toHaveLength(3)
  })
})

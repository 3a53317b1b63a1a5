import { describe, expect, test } from 'bun:test'
import { generateKeyPairSync } from 'node:crypto'
import { exportSPKI, SignJWT, UnsecuredJWT } from 'jose'
import { type Purpose, type TokenWish, tokens } from '../../src/booking/proof/token.ts'
import { stoppedClock } from '../../src/lib/clock.ts'
import { seededEntropy } from '../../src/lib/entropy.ts'
import { Problem, type ProblemCode } from '../../src/lib/problem.ts'

const NOW = Date.UTC(2026, 6, 1, 12)
const MINUTE = 60_000
const HOUR = 60 * MINUTE
const SECRET = 'an old secret of more than thirty-two bytes'
const NEWER = 'a newer secret of more than thirty-two bytes'
const ISSUER = 'https://book.example.com'
const ALL: Purpose[] = ['verify', 'cancel', 'reschedule']

function kit({ secret = SECRET, previous, issuer = ISSUER }: Partial<Record<string, string>> = {}) {
  const clock = stoppedClock(NOW)
  return { clock, ...tokens({ secret, previous, issuer, clock, entropy: seededEntropy(1) }) }
}

const wish = (purpose: Purpose, expires_at_ms = NOW + 10 * MINUTE): TokenWish => ({
  tenant_id: 'tenant-1',
  booking_id: 'booking-1',
  purpose,
  expires_at_ms,
})

async function refusal(work: Promise<unknown>): Promise<ProblemCode> {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof Problem)) throw new Error(`Expected a Problem, got ${error}`)
  return error.code
}

const parts = (token: string) => token.split('.') as [string, string, string]
const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
const decode = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString())
const bytes = (text: string) => new TextEncoder().encode(text)

/** A token made by someone who holds `secret` but need not follow the rules. */
async function crafted(
  change: Record<string, unknown>,
  header: Record<string, unknown> = {},
  secret = SECRET,
) {
  const { token } = await kit().sign(wish('verify'))
  const [head, body] = parts(token)
  const claims = Object.fromEntries(
    Object.entries({ ...decode(body), ...change }).filter(([, value]) => value !== undefined),
  )
  return new SignJWT(claims).setProtectedHeader({ ...decode(head), ...header }).sign(bytes(secret))
}

describe('a token that was signed', () => {
  test('is read back with each of its claims', async () => {
    for (const purpose of ALL) {
      const { sign, read } = kit()
      const { token, jti } = await sign(wish(purpose))
      expect(await read(token, [purpose])).toEqual({
        tenant_id: 'tenant-1',
        booking_id: 'booking-1',
        purpose,
        jti,
        expires_at_ms: NOW + 10 * MINUTE,
      })
    }
  })

  test('carries exactly the claims and the header that are promised', async () => {
    const { token, jti } = await kit().sign(wish('verify'))
    const [head, body] = parts(token)
    expect(decode(head)).toEqual({ alg: 'HS256', typ: 'JWT', kid: expect.stringMatching(/^[0-9a-f]{16}$/) })
    expect(decode(body)).toEqual({
      iss: ISSUER,
      aud: 'booking-system',
      exp: (NOW + 10 * MINUTE) / 1000,
      jti,
      tenant_id: 'tenant-1',
      booking_id: 'booking-1',
      purpose: 'verify',
    })
  })

  test('takes the jti it is given, else a new one each time', async () => {
    const { sign } = kit()
    expect((await sign({ ...wish('verify'), jti: 'mine' })).jti).toBe('mine')
    const [one, other] = [await sign(wish('verify')), await sign(wish('verify'))]
    expect(one.jti).not.toBe(other.jti)
  })

  test('is for its purpose alone', async () => {
    const { sign, read } = kit()
    for (const purpose of ALL) {
      const { token } = await sign(wish(purpose))
      const others = ALL.filter((each) => each !== purpose)
      expect(await refusal(read(token, others))).toBe('token_wrong_purpose')
      expect((await read(token, ALL)).purpose).toBe(purpose)
    }
  })
})

describe('the life of a token', () => {
  test('ends at its second, by the clock that was passed in', async () => {
    const { sign, read, clock } = kit()
    const { token } = await sign(wish('verify'))
    clock.set(NOW + 10 * MINUTE - 1)
    expect((await read(token, ALL)).booking_id).toBe('booking-1')
    clock.set(NOW + 10 * MINUTE)
    expect(await refusal(read(token, ALL))).toBe('token_expired')
  })

  test('never outlives what was asked, even by part of a second', async () => {
    const { sign, read, clock } = kit()
    const { token } = await sign(wish('verify', NOW + 1999))
    expect((await read(token, ALL)).expires_at_ms).toBe(NOW + 1000)
    clock.set(NOW + 1999)
    expect(await refusal(read(token, ALL))).toBe('token_expired')
  })

  test('is 24 hours at most for cancel and reschedule', async () => {
    const { sign, read } = kit()
    for (const purpose of ['cancel', 'reschedule'] as const) {
      const { token } = await sign(wish(purpose, NOW + 90 * 24 * HOUR))
      expect((await read(token, ALL)).expires_at_ms).toBe(NOW + 24 * HOUR)
    }
    const { token } = await sign(wish('cancel', NOW + HOUR))
    expect((await read(token, ALL)).expires_at_ms).toBe(NOW + HOUR)
  })

  test('is the whole of its hold for verify', async () => {
    const { sign, read } = kit()
    const { token } = await sign(wish('verify', NOW + 48 * HOUR))
    expect((await read(token, ALL)).expires_at_ms).toBe(NOW + 48 * HOUR)
  })
})

describe('a change of secret', () => {
  test('leaves the links of the previous secret alive', async () => {
    const { token } = await kit().sign(wish('cancel'))
    const after = kit({ secret: NEWER, previous: SECRET })
    expect((await after.read(token, ALL)).purpose).toBe('cancel')
  })

  test('signs with the new secret alone', async () => {
    const { token } = await kit({ secret: NEWER, previous: SECRET }).sign(wish('cancel'))
    expect((await kit({ secret: NEWER }).read(token, ALL)).purpose).toBe('cancel')
    expect(await refusal(kit().read(token, ALL))).toBe('token_forged')
  })

  test('ends the links of a secret that is no longer known', async () => {
    const { token } = await kit().sign(wish('cancel'))
    expect(await refusal(kit({ secret: NEWER }).read(token, ALL))).toBe('token_forged')
  })
})

describe('a forged token', () => {
  test('with a changed claim is refused', async () => {
    const { sign, read } = kit()
    const [head, body, signature] = parts((await sign(wish('verify'))).token)
    for (const change of [
      { booking_id: 'booking-2' },
      { purpose: 'cancel' },
      { tenant_id: 't' },
      { exp: 9e9 },
    ]) {
      const token = `${head}.${encode({ ...decode(body), ...change })}.${signature}`
      expect(await refusal(read(token, ALL))).toBe('token_forged')
    }
  })

  test('with any bit of its signature changed is refused', async () => {
    const { sign, read } = kit()
    const [head, body, signature] = parts((await sign(wish('verify'))).token)
    const raw = Buffer.from(signature, 'base64url')
    for (let i = 0; i < raw.length; i++) {
      const changed = Buffer.from(raw)
      changed[i] = changed[i]! ^ (1 << (i % 8))
      expect(await refusal(read(`${head}.${body}.${changed.toString('base64url')}`, ALL))).toBe(
        'token_forged',
      )
    }
    expect(await refusal(read(`${head}.${body}.`, ALL))).toBe('token_forged')
  })

  test('signed with another secret under our key id is refused', async () => {
    expect(await refusal(kit().read(await crafted({}, {}, NEWER), ALL))).toBe('token_forged')
  })

  test('with an unknown key id, an empty one or none is refused', async () => {
    for (const kid of ['0123456789abcdef', '', '__proto__', 'toString', undefined]) {
      expect(await refusal(kit().read(await crafted({}, { kid }), ALL))).toBe('token_forged')
    }
  })

  test('with the key ids of two known secrets swapped is refused', async () => {
    const both = kit({ secret: NEWER, previous: SECRET })
    const [old] = parts((await kit().sign(wish('verify'))).token)
    const [, body, signature] = parts((await both.sign(wish('verify'))).token)
    expect(await refusal(both.read(`${old}.${body}.${signature}`, ALL))).toBe('token_forged')
  })

  test('that says “none” for its algorithm is refused, with and without a signature', async () => {
    const { sign, read } = kit()
    const [head, body, signature] = parts((await sign(wish('verify'))).token)
    const unsecured = new UnsecuredJWT(decode(body)).encode()
    expect(await refusal(read(unsecured, ALL))).toBe('token_forged')
    for (const alg of ['none', 'None', 'NONE', 'nOnE']) {
      const none = encode({ ...decode(head), alg })
      expect(await refusal(read(`${none}.${body}.`, ALL))).toBe('token_forged')
      expect(await refusal(read(`${none}.${body}.${signature}`, ALL))).toBe('token_forged')
    }
  })

  test('of another algorithm is refused, though our own secret signed it', async () => {
    const secret = SECRET.padEnd(64, '!')
    const { sign, read } = kit({ secret })
    const [head, body] = parts((await sign(wish('verify'))).token)
    for (const alg of ['HS384', 'HS512']) {
      const token = await new SignJWT(decode(body))
        .setProtectedHeader({ ...decode(head), alg })
        .sign(bytes(secret))
      expect(await refusal(read(token, ALL))).toBe('token_forged')
    }
  })

  test('signed with a private key, or with the public one as if it were our secret, is refused', async () => {
    const pair = generateKeyPairSync('rsa', { modulusLength: 2048 })
    const { sign, read } = kit()
    const [head, body] = parts((await sign(wish('verify'))).token)
    const rs = await new SignJWT(decode(body))
      .setProtectedHeader({ ...decode(head), alg: 'RS256' })
      .sign(pair.privateKey)
    expect(await refusal(read(rs, ALL))).toBe('token_forged')
    const confused = await crafted({}, {}, await exportSPKI(pair.publicKey))
    expect(await refusal(read(confused, ALL))).toBe('token_forged')
  })

  test('that brings its own key, or demands an extension, is refused', async () => {
    const jwk = { kty: 'oct', k: Buffer.from(NEWER).toString('base64url') }
    expect(await refusal(kit().read(await crafted({}, { jwk, kid: undefined }, NEWER), ALL))).toBe(
      'token_forged',
    )
    const [head, body, signature] = parts((await kit().sign(wish('verify'))).token)
    const demanding = encode({ ...decode(head), crit: ['x-new'], 'x-new': true })
    expect(await refusal(kit().read(`${demanding}.${body}.${signature}`, ALL))).toBe('token_forged')
  })

  test('is called forged even when it has expired too', async () => {
    const { token } = await kit().sign(wish('verify', NOW - HOUR))
    const [head, body] = parts(token)
    expect(await refusal(kit().read(`${head}.${body}.${'A'.repeat(43)}`, ALL))).toBe('token_forged')
  })
})

describe('a token from elsewhere', () => {
  test('with another issuer or audience is foreign', async () => {
    const { token } = await kit({ issuer: 'https://staging.example.com' }).sign(wish('verify'))
    expect(await refusal(kit().read(token, ALL))).toBe('token_foreign')
    for (const change of [
      { aud: 'other' },
      { aud: undefined },
      { aud: [] },
      { iss: undefined },
      { iss: [ISSUER] },
    ]) {
      expect(await refusal(kit().read(await crafted(change), ALL))).toBe('token_foreign')
    }
  })

  test('that lacks a claim, or has one of the wrong kind, is malformed', async () => {
    const lacking = ['exp', 'jti', 'tenant_id', 'booking_id', 'purpose'].map((claim) => ({
      [claim]: undefined,
    }))
    const wrong = [{ exp: 'soon' }, { jti: 7 }, { tenant_id: null }, { booking_id: {} }, { purpose: 'admin' }]
    for (const change of [...lacking, ...wrong]) {
      expect(await refusal(kit().read(await crafted(change), ALL))).toBe('token_malformed')
    }
  })
})

describe('what is no token', () => {
  test('is malformed', async () => {
    const { sign, read } = kit()
    const [head, body, signature] = parts((await sign(wish('verify'))).token)
    const notTokens = ['', '.', '..', 'a.b.c', 'hello', `${head}.${body}`, `${head}.${body}.${signature}.x`]
    const broken = [
      `{}.${body}.${signature}`,
      `${encode('text')}.${body}.${signature}`,
      `${head}.${body}.!!!`,
    ]
    for (const text of [...notTokens, ...broken, '\u0000', '🦊.🦊.🦊', 'x'.repeat(1_000_000)]) {
      expect(await refusal(read(text, ALL))).toBe('token_malformed')
    }
  })

  test('is refused without repeating what was sent', async () => {
    const error = await kit()
      .read('secret-looking-text', ALL)
      .catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(Problem)
    expect((error as Problem).message).not.toContain('secret-looking-text')
  })
})

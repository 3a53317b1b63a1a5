import { errors, type JWTPayload, type JWTVerifyGetKey, jwtVerify, SignJWT } from 'jose'
import type { Clock } from '../../lib/clock.ts'
import type { Entropy } from '../../lib/entropy.ts'
import { Problem, type ProblemCode } from '../../lib/problem.ts'
import { fingerprint } from '../../lib/secret.ts'
import { DAY_MS } from '../../scheduling/date.ts'

/**
 * What a token allows. `verify`, `cancel` and `reschedule` stand in links of letters. `hold` is for the page of whoever
 * held the time and has proven nothing yet; `show` for the page of whoever has proven the address.
 */
export type Purpose = (typeof PURPOSES)[number]

export const PURPOSES = ['verify', 'cancel', 'reschedule', 'hold', 'show'] as const

export interface TokenClaims {
  tenant_id: string
  booking_id: string
  purpose: Purpose
  jti: string
  expires_at_ms: number
}

export interface Tokens {
  /**
   * Makes a link's token. It expires no later than `expires_at_ms`, in whole seconds; all but `verify` live 24 h at
   * most, whatever is asked. Without `jti` a new id is taken.
   */
  sign(wish: TokenWish): Promise<{ token: string; jti: string }>
  /**
   * Answers the claims of a genuine, living token of one of these purposes, else throws a `Problem`:
   * `token_malformed`, `token_forged`, `token_foreign`, `token_expired` or `token_wrong_purpose`.
   * Whether it was used before is for the database to say. `late_ms` reads one that has expired by no more than that.
   */
  read(token: string, purposes: readonly Purpose[], late_ms?: number): Promise<TokenClaims>
}

export type TokenWish = Omit<TokenClaims, 'jti'> & { jti?: string }

const ALGORITHM = 'HS256'
const AUDIENCE = 'booking-system'
const LONGEST_TOKEN = 2048
const REQUIRED = ['exp', 'jti', 'tenant_id', 'booking_id', 'purpose']

/**
 * Signs and reads the tokens in links: JWT (RFC 7519) with HS256. `secret` signs; `previous`, where given, still
 * verifies what an older process signed, so that a secret can be changed without breaking links.
 */
export function tokens(options: {
  secret: string
  previous?: string
  issuer: string
  clock: Clock
  entropy: Entropy
}): Tokens {
  const { secret, previous, issuer, clock, entropy } = options
  const kid = keyId(secret)
  const keys = new Map([secret, previous ?? secret].map((each) => [keyId(each), importKey(each)]))
  const keyFor: JWTVerifyGetKey = (header) =>
    keys.get(header.kid ?? '') ?? refuse('token_forged', 'No key of this service signed the token.')
  return {
    async sign(wish) {
      const jti = wish.jti ?? entropy.id()
      const claims = { tenant_id: wish.tenant_id, booking_id: wish.booking_id, purpose: wish.purpose }
      const token = await new SignJWT(claims)
        .setProtectedHeader({ alg: ALGORITHM, typ: 'JWT', kid })
        .setIssuer(issuer)
        .setAudience(AUDIENCE)
        .setExpirationTime(Math.floor(expiry_ms(wish, clock) / 1000))
        .setJti(jti)
        .sign(await importedKey(keys, kid))
      return { token, jti }
    },
    async read(token, purposes, late_ms = 0) {
      if (token.length > LONGEST_TOKEN) refuse('token_malformed', 'The token is too long.')
      const currentDate = new Date(clock.now_ms())
      const rules = {
        algorithms: [ALGORITHM],
        issuer,
        audience: AUDIENCE,
        currentDate,
        clockTolerance: Math.floor(late_ms / 1000),
        requiredClaims: REQUIRED,
      }
      const { payload } = await jwtVerify(token, keyFor, rules).catch(translate)
      const claims = claimsOf(payload)
      if (!purposes.includes(claims.purpose)) {
        refuse('token_wrong_purpose', `The token is for “${claims.purpose}”, not for this.`)
      }
      return claims
    },
  }
}

// The id must not tell the secret, and must differ between secrets; a labelled, shortened hash does both.
function keyId(secret: string): string {
  return fingerprint(`holdfast link key ${secret}`).slice(0, 16)
}

async function importKey(secret: string): Promise<CryptoKey> {
  const bytes = new TextEncoder().encode(secret)
  return crypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign', 'verify'])
}

function importedKey(keys: Map<string, Promise<CryptoKey>>, kid: string): Promise<CryptoKey> {
  const key = keys.get(kid)
  if (!key) throw new Error('The signing key is missing')
  return key
}

function expiry_ms({ purpose, expires_at_ms }: TokenWish, clock: Clock): number {
  // A verification ends with its hold; the others travel in mailboxes and are kept short by rule.
  return purpose === 'verify' ? expires_at_ms : Math.min(expires_at_ms, clock.now_ms() + DAY_MS)
}

function translate(error: unknown): never {
  if (error instanceof errors.JWTExpired) refuse('token_expired', 'The link is too old. Ask for a fresh one.')
  if (error instanceof errors.JWTClaimValidationFailed && (error.claim === 'iss' || error.claim === 'aud')) {
    refuse('token_foreign', 'The token was made for another service.')
  }
  if (
    error instanceof errors.JWSSignatureVerificationFailed ||
    error instanceof errors.JOSEAlgNotAllowed ||
    error instanceof errors.JOSENotSupported
  ) {
    refuse('token_forged', 'The token was not signed by this service, or was changed since.')
  }
  if (error instanceof errors.JOSEError) refuse('token_malformed', 'This is not a token of a booking.')
  throw error
}

function claimsOf({ tenant_id, booking_id, purpose, jti, exp }: JWTPayload): TokenClaims {
  if (
    typeof tenant_id !== 'string' ||
    typeof booking_id !== 'string' ||
    typeof jti !== 'string' ||
    typeof exp !== 'number' ||
    !isPurpose(purpose)
  ) {
    refuse('token_malformed', 'This is not a token of a booking.')
  }
  return { tenant_id, booking_id, purpose, jti, expires_at_ms: exp * 1000 }
}

function isPurpose(value: unknown): value is Purpose {
  return PURPOSES.some((purpose) => purpose === value)
}

function refuse(code: Extract<ProblemCode, `token_${string}`>, detail: string): never {
  throw new Problem(code, detail)
}

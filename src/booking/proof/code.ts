import { createHmac } from 'node:crypto'
import { sameSecret } from '../../lib/secret.ts'

/**
 * The six-digit code of a booking's verification, leading zeros and all. Derived (HMAC-SHA-256) and not drawn: the
 * letter can be written again after a crash, and the code itself is stored nowhere.
 */
export function codeOf(secret: string, booking_id: string, jti: string): string {
  const mac = createHmac('sha256', secret).update(`code:${booking_id}:${jti}`).digest()
  return String(mac.readUIntBE(0, 6) % 1_000_000).padStart(6, '0')
}

/** What is stored instead of the code: keyed, since a million guesses at a bare hash are nothing. */
export function hashCode(secret: string, booking_id: string, code: string): string {
  return createHmac('sha256', secret).update(`hash:${booking_id}:${code}`).digest('hex')
}

/**
 * True when `given` is the code behind `hash`, in a time that tells nothing about either.
 * Blanks and hyphens do not count: people copy “123 456”.
 */
export function codeMatches(secret: string, booking_id: string, given: string, hash: string): boolean {
  const digits = given.length > LONGEST_TYPED ? '' : given.replace(/[\s-]/g, '')
  return sameSecret(hashCode(secret, booking_id, digits), hash)
}

// Six digits with generous spacing; what is longer is no code and is not worth hashing whole.
const LONGEST_TYPED = 32

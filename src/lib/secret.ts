import { createHash, timingSafeEqual } from 'node:crypto'

/** SHA-256 of `text` in hex; what is stored instead of a key or a code. */
export function fingerprint(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

/** Compares two secrets in a time that tells nothing about either, not even the length. */
export function sameSecret(given: string, expected: string): boolean {
  const hash = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(hash(given), hash(expected))
}

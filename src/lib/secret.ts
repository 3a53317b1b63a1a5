import { hash, timingSafeEqual } from 'node:crypto'

/** SHA-256 of `text` in hex; what is stored instead of a key or a code. */
export function fingerprint(text: string): string {
  return hash('sha256', text)
}

/** Compares two secrets in a time that tells nothing about either, not even the length. */
export function sameSecret(given: string, expected: string): boolean {
  return secretCheck(expected)(given)
}

/** The same for an expected secret that is asked for often: it is hashed once. */
export function secretCheck(expected: string): (given: string) => boolean {
  const known = hash('sha256', expected, 'buffer')
  // Each digest is written over the last one: whoever checks thousands a second leaves nothing behind.
  const digest = new Uint8Array(known.byteLength)
  return (given) => {
    Bun.SHA256.hash(given, digest)
    return timingSafeEqual(digest, known)
  }
}

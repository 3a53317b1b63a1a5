import { randomBytes, randomInt } from 'node:crypto'

/** Where chance comes from: ids, secrets, codes and jitter. A seeded one repeats a run to the byte. */
export interface Entropy {
  /** A new id: UUID version 7 (RFC 9562), so that ids sort by the time they were made. */
  id(): string
  /** `bytes` random bytes in base64url (RFC 4648 §5). */
  secret(bytes: number): string
  /** `length` random decimal digits. */
  digits(length: number): string
  /** A number in [0, 1). */
  uniform(): number
}

/** Chance from the operating system. */
export const systemEntropy: Entropy = {
  id: () => Bun.randomUUIDv7(),
  secret: (bytes) => randomBytes(bytes).toString('base64url'),
  digits: (length) => String(randomInt(10 ** length)).padStart(length, '0'),
  uniform: () => Math.random(),
}

/** Chance that repeats: the same seed gives the same ids, secrets and digits. Never for production. */
export function seededEntropy(seed: number): Entropy {
  let state = seed >>> 0
  const uniform = () => {
    // mulberry32: small, fast and good enough to drive tests
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const hex = (length: number) =>
    Array.from({ length }, () => Math.floor(uniform() * 16).toString(16)).join('')
  let made = 0
  return {
    id: () => {
      made += 1
      const count = made.toString(16).padStart(12, '0')
      return `${count.slice(0, 8)}-${count.slice(8)}-7${hex(3)}-8${hex(3)}-${hex(12)}`
    },
    secret: (bytes) => Buffer.from(hex(bytes * 2), 'hex').toString('base64url'),
    digits: (length) => Array.from({ length }, () => Math.floor(uniform() * 10)).join(''),
    uniform,
  }
}

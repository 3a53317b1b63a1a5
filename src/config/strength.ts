/** How many bytes of chance a secret must carry: as many as the SHA-256 it signs or seals with. */
export const NEEDED_BYTES = 32

/**
 * Whether `secret` can carry 32 random bytes, judged by its length and its distinct characters:
 * 43 characters of base64, 64 of hex. An estimate from outside; it cannot know how the secret was made.
 */
export function isStrong(secret: string): boolean {
  const unit = repeated(secret)
  const { bits, distinct } = alphabet(unit)
  return unit.length * bits >= NEEDED_BYTES * 8 && new Set(unit).size >= distinct
}

/** Bits a character can carry, and the distinct characters below which so long a text is not random. */
function alphabet(secret: string): { bits: number; distinct: number } {
  if (/^\d*$/.test(secret)) return { bits: Math.log2(10), distinct: 8 }
  if (/^([\da-f]*|[\dA-F]*)$/.test(secret)) return { bits: 4, distinct: 10 }
  if (/^([\da-z]*|[\dA-Z]*)$/.test(secret)) return { bits: Math.log2(36), distinct: 16 }
  return { bits: 6, distinct: 18 }
}

/** The part of which `secret` is only a repetition, else all of it. */
function repeated(secret: string): string {
  const again = `${secret}${secret}`.indexOf(secret, 1)
  return secret.slice(0, again > 0 ? again : secret.length)
}

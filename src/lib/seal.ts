import { hkdfSync } from 'node:crypto'
import { CompactEncrypt, compactDecrypt, decodeProtectedHeader } from 'jose'

/** Locks secrets that must be stored, and opens them again. */
export interface Sealer {
  /** `text` as a compact JWE (RFC 7516) under the current key; equal texts seal differently. */
  seal(text: string): Promise<string>
  /** What was sealed under the current or the previous key. Throws `SealError`. */
  open(sealed: string): Promise<string>
  /** False when `sealed` wants to be sealed again: another key made it, or it cannot be read. */
  isCurrent(sealed: string): boolean
}

/** Why a seal did not open. The message holds neither the key nor what was sealed. */
export class SealError extends Error {
  constructor(
    readonly code: 'not_sealed' | 'unknown_key' | 'tampered',
    message: string,
  ) {
    super(message)
    this.name = 'SealError'
  }
}

/** Seals with `key`, opens with it and with `previous`. The strength of both is the caller's to check. */
export function sealer({ key, previous }: { key: string; previous?: string }): Sealer {
  const current = ringKey(key)
  const ring = previous === undefined ? [current] : [current, ringKey(previous)]
  return {
    seal: (text) =>
      new CompactEncrypt(new TextEncoder().encode(text))
        .setProtectedHeader({ alg: 'A256GCMKW', enc: 'A256GCM', kid: current.kid })
        .encrypt(current.secret),
    open: async (sealed) => {
      const kid = kidOf(sealed)
      if (kid === undefined) throw new SealError('not_sealed', 'This is not a sealed value')
      const held = ring.find((one) => one.kid === kid)
      if (!held) throw new SealError('unknown_key', `Sealed with key ${kid}, which is not configured`)
      return unlock(sealed, held.secret)
    },
    isCurrent: (sealed) => kidOf(sealed) === current.kid,
  }
}

/** The key proper and its public name, both derived (RFC 5869), so that the name tells nothing of the key. */
function ringKey(key: string): { secret: Uint8Array; kid: string } {
  const derive = (use: string, bytes: number) =>
    new Uint8Array(hkdfSync('sha256', key, 'holdfast', `seal ${use}`, bytes))
  return { secret: derive('key', 32), kid: Buffer.from(derive('kid', 6)).toString('hex') }
}

function kidOf(sealed: string): string | undefined {
  try {
    return decodeProtectedHeader(sealed).kid
  } catch {
    return undefined
  }
}

async function unlock(sealed: string, secret: Uint8Array): Promise<string> {
  try {
    const { plaintext } = await compactDecrypt(sealed, secret, {
      keyManagementAlgorithms: ['A256GCMKW'],
      contentEncryptionAlgorithms: ['A256GCM'],
    })
    return new TextDecoder().decode(plaintext)
  } catch {
    throw new SealError('tampered', 'The sealed value was changed after it was sealed')
  }
}

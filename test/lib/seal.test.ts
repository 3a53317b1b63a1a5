import { expect, test } from 'bun:test'
import { hkdfSync } from 'node:crypto'
import { CompactEncrypt, decodeProtectedHeader } from 'jose'
import { SealError, sealer } from '../../src/lib/seal.ts'

const OLD = 'the-old-key-of-at-least-32-characters'
const NEW = 'the-new-key-of-at-least-32-characters'
const SECRET = 'https://zoom.example/s/123?zak=äöü-secret'

const derived = new Uint8Array(hkdfSync('sha256', NEW, 'holdfast', 'seal key', 32))

async function codeOf(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof SealError)) throw new Error('it did not throw a SealError')
  return error.code
}

test('what was sealed opens again', async () => {
  const { seal, open } = sealer({ key: NEW })
  expect(await open(await seal(SECRET))).toBe(SECRET)
  expect(await open(await seal(''))).toBe('')
})

test('a seal is a compact JWE that names its algorithms and key but never the secret', async () => {
  const { seal } = sealer({ key: NEW })
  const sealed = await seal(SECRET)
  expect(sealed.split('.')).toHaveLength(5)
  const header = decodeProtectedHeader(sealed)
  expect(header.alg).toBe('A256GCMKW')
  expect(header.enc).toBe('A256GCM')
  expect(header.kid).toMatch(/^[0-9a-f]{12}$/)
  expect(Buffer.from(sealed.split('.')[3] ?? '', 'base64url').includes('zak')).toBe(false)
})

test('equal texts seal differently', async () => {
  const { seal } = sealer({ key: NEW })
  expect(await seal(SECRET)).not.toBe(await seal(SECRET))
})

test('a change in any part of a seal is noticed', async () => {
  const { seal, open } = sealer({ key: NEW })
  const parts = (await seal(SECRET)).split('.')
  for (const index of [1, 2, 3, 4]) {
    const bytes = Buffer.from(parts[index] ?? '', 'base64url')
    bytes[0] = (bytes[0] ?? 0) ^ 1
    const forged = parts.with(index, bytes.toString('base64url')).join('.')
    expect(await codeOf(open(forged))).toBe('tampered')
  }
})

test('the derivation of the key is fixed, or what was stored would never open again', async () => {
  const { kid } = decodeProtectedHeader(await sealer({ key: NEW }).seal(SECRET))
  const stored = await new CompactEncrypt(new TextEncoder().encode(SECRET))
    .setProtectedHeader({ alg: 'A256GCMKW', enc: 'A256GCM', kid })
    .encrypt(derived)
  expect(await sealer({ key: NEW }).open(stored)).toBe(SECRET)
})

test('a header that asks for another algorithm is refused, even under the right key', async () => {
  const { seal, open } = sealer({ key: NEW })
  const { kid } = decodeProtectedHeader(await seal(SECRET))
  for (const alg of ['dir', 'A256KW']) {
    const planted = await new CompactEncrypt(new TextEncoder().encode('planted'))
      .setProtectedHeader({ alg, enc: 'A256GCM', kid })
      .encrypt(derived)
    expect(await codeOf(open(planted))).toBe('tampered')
  }
})

test('another key opens nothing', async () => {
  const sealed = await sealer({ key: OLD }).seal(SECRET)
  expect(await codeOf(sealer({ key: NEW }).open(sealed))).toBe('unknown_key')
})

test('text that was never sealed is told apart', async () => {
  const { open, isCurrent } = sealer({ key: NEW })
  expect(await codeOf(open('plain text'))).toBe('not_sealed')
  expect(await codeOf(open(''))).toBe('not_sealed')
  expect(isCurrent('plain text')).toBe(false)
})

test('after a rotation the previous key still opens and what it sealed is no longer current', async () => {
  const before = sealer({ key: OLD })
  const sealed = await before.seal(SECRET)
  expect(before.isCurrent(sealed)).toBe(true)

  const after = sealer({ key: NEW, previous: OLD })
  expect(after.isCurrent(sealed)).toBe(false)
  const again = await after.seal(await after.open(sealed))
  expect(after.isCurrent(again)).toBe(true)
  expect(await sealer({ key: NEW }).open(again)).toBe(SECRET)
})

test('an error tells neither key nor secret', async () => {
  const sealed = await sealer({ key: OLD }).seal(SECRET)
  const error = await sealer({ key: NEW })
    .open(sealed)
    .catch((thrown: unknown) => thrown)
  const told = `${error}${(error as Error).stack}`
  expect(told).not.toContain(OLD)
  expect(told).not.toContain('zak=')
})

import { afterEach, describe, expect, test } from 'bun:test'
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readConfig } from '../../src/config/config.ts'
import { isStrong } from '../../src/config/strength.ts'
import { systemEntropy } from '../../src/lib/entropy.ts'
import { keptSecrets } from '../../src/main/secrets.ts'

const made: string[] = []
const place = () => {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-'))
  made.push(folder)
  return join(folder, 'data', 'secrets')
}
afterEach(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true })
})

const keep = (folder: string, env: Record<string, string> = {}) =>
  keptSecrets(readConfig(env).secrets, folder, systemEntropy)

describe('secrets on localhost', () => {
  test('are made once, strong, and the same at the next start', () => {
    const folder = place()
    const first = keep(folder)
    const three = [first.admin_api_key, first.token_secret, first.seal_key]
    expect(three.every(isStrong)).toBe(true)
    expect(new Set(three).size).toBe(3)
    expect(keep(folder)).toEqual(first)
  })

  test('can be read by their owner alone', () => {
    const folder = place()
    keep(folder)
    expect(statSync(folder).mode & 0o777).toBe(0o700)
    expect(readdirSync(folder).map((name) => statSync(join(folder, name)).mode & 0o777)).toEqual([
      0o600, 0o600, 0o600,
    ])
  })

  test('that the environment gives are used and never written', () => {
    const folder = place()
    const all = { ADMIN_API_KEY: 'a', TOKEN_SECRET: 't', SEAL_KEY: 's' }
    expect(keep(folder, all)).toMatchObject({ admin_api_key: 'a', token_secret: 't', seal_key: 's' })
    expect(() => readdirSync(folder)).toThrow()
  })

  test('are never taken from an empty file', () => {
    const folder = place()
    keep(folder)
    writeFileSync(join(folder, 'seal_key'), '\n')
    expect(() => keep(folder)).toThrow('seal_key is empty')
  })
})

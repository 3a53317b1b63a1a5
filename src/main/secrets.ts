import { chmodSync, existsSync, linkSync, mkdirSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Config } from '../config/config.ts'
import type { Entropy } from '../lib/entropy.ts'

const KEPT = ['admin_api_key', 'token_secret', 'seal_key'] as const
type Kept = (typeof KEPT)[number]

/** The secrets of the process: those of the environment, and where they are missing those kept in files. */
export type Secrets = Config['secrets'] & Record<Kept, string>

/**
 * Completes the secrets: what is not set is made once and kept in `folder`, readable by its owner alone.
 * Whoever starts at the same time gets the same secret. Throws when the folder cannot be written.
 */
export function keptSecrets(given: Config['secrets'], folder: string, entropy: Entropy): Secrets {
  const missing = KEPT.filter((name) => given[name] === undefined)
  if (missing.length > 0) {
    mkdirSync(folder, { recursive: true })
    chmodSync(folder, 0o700)
  }
  const found = Object.fromEntries(missing.map((name) => [name, keptAt(join(folder, name), entropy)]))
  return { ...given, ...found } as Secrets
}

/** The sealing key that is kept in `folder`, when there is one. */
export function sealKeyAt(folder: string): string | undefined {
  const path = join(folder, 'seal_key')
  return existsSync(path) ? read(path) : undefined
}

function keptAt(path: string, entropy: Entropy): string {
  try {
    return read(path)
  } catch (error) {
    if (!hasCode(error, 'ENOENT')) throw error
  }
  // A link appears whole or not at all, and never replaces what another process has put there.
  const draft = `${path}.${entropy.id()}`
  writeFileSync(draft, `${entropy.secret(32)}\n`, { mode: 0o600, flag: 'wx' })
  try {
    linkSync(draft, path)
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error
  } finally {
    unlinkSync(draft)
  }
  return read(path)
}

function read(path: string): string {
  const secret = readFileSync(path, 'utf8').trim()
  if (secret === '') throw new Error(`${path} is empty: delete it, and a new secret is made`)
  return secret
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}

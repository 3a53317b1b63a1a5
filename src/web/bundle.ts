import { createHash } from 'node:crypto'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'

/** A file for browsers, as the build leaves it: three times the same text, base64. */
export interface Bundled {
  plain: string
  gzip: string
  brotli: string
  /** Of the plain text; names the file. */
  hash: string
}

/**
 * Runs while Bun builds or loads the module that imports it as a macro, so that a binary carries the result and
 * never the tools. It works synchronously: a macro that waits for a build of its own never ends.
 */
export function bundle(entry: string): Bundled {
  const run = Bun.spawnSync([
    process.execPath,
    'build',
    `${import.meta.dir}/${entry}`,
    '--minify',
    '--target=browser',
    '--format=iife',
  ])
  if (!run.success) throw new Error(`${entry} does not build: ${run.stderr.toString()}`)
  const text = run.stdout
  return {
    plain: text.toString('base64'),
    gzip: gzipSync(text, { level: 9 }).toString('base64'),
    brotli: brotliCompressSync(text, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).toString('base64'),
    hash: createHash('sha256').update(text).digest('hex').slice(0, 12),
  }
}

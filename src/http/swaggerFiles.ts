import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

/**
 * Files of the npm package swagger-ui-dist, compressed (RFC 1952) and in base64, by name. Called as a macro: they
 * are read when the code is bundled and travel inside the binary.
 */
export function swaggerFiles(): Record<string, string> {
  const folder = join(import.meta.dir, '../../node_modules/swagger-ui-dist')
  const names = ['swagger-ui-bundle.js', 'swagger-ui.css', 'favicon-32x32.png']
  return Object.fromEntries(names.map((name) => [name, compressed(join(folder, name))]))
}

function compressed(path: string): string {
  return gzipSync(readFileSync(path), { level: 9 }).toString('base64')
}

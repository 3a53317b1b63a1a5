import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Glob } from 'bun'
import { buildBinary } from '../support/binary.ts'

// bun run test:faults [name…]: what happens to the binary when something around it fails, all at once, since most of it
// is waiting.
const folder = mkdtempSync(join(tmpdir(), 'holdfast-faults-'))
const binary = await buildBinary(join(folder, 'holdfast'))
const names = process.argv.slice(2)
const files = [...new Glob('*.fault.ts').scanSync(import.meta.dir)].filter(
  (file) => names.length === 0 || names.some((name) => file.startsWith(name)),
)
const paths = files.map((file) => `./test/faults/${file}`)
const child = Bun.spawn(
  [process.execPath, 'test', '--parallel=4', '--no-orphans', '--timeout', '180000', ...paths],
  { env: { ...process.env, HOLDFAST_TEST_BINARY: binary }, stdio: ['ignore', 'inherit', 'inherit'] },
)
const code = await child.exited
rmSync(folder, { recursive: true, force: true })
process.exit(code)

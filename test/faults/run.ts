import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Glob } from 'bun'
import { buildBinary } from '../support/binary.ts'

// bun run test:faults [name…]: what happens to the binary when something around it fails. Most of it is waiting, and goes
// on at once; what keeps the machine busy comes after that, by itself.
const BUSY = ['killed.fault.ts']
const folder = mkdtempSync(join(tmpdir(), 'holdfast-faults-'))
const binary = await buildBinary(join(folder, 'holdfast'))
const names = process.argv.slice(2)
const files = [...new Glob('*.fault.ts').scanSync(import.meta.dir)].filter(
  (file) => names.length === 0 || names.some((name) => file.startsWith(name)),
)
const codes = [
  await run(files.filter((file) => !BUSY.includes(file))),
  await run(files.filter((file) => BUSY.includes(file))),
]
rmSync(folder, { recursive: true, force: true })
process.exit(Math.max(...codes))

async function run(those: string[]): Promise<number> {
  if (those.length === 0) return 0
  const paths = those.map((file) => `./test/faults/${file}`)
  const child = Bun.spawn(
    [process.execPath, 'test', '--parallel=4', '--no-orphans', '--timeout', '180000', ...paths],
    { env: { ...process.env, HOLDFAST_TEST_BINARY: binary }, stdio: ['ignore', 'inherit', 'inherit'] },
  )
  return child.exited
}

import { mkdtempSync, rmSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildBinary } from './support/binary.ts'
import { startWithTemplate } from './support/template.ts'

// The whole suite: one Postgres and one binary for all. Two fifths of its time is waiting, for leases, browsers and
// processes, so there is one process more than there are cores. `bun test PATH` does without it.

const folder = mkdtempSync(join(tmpdir(), 'holdfast-run-'))
const [server, binary] = await Promise.all([startWithTemplate(), buildBinary(join(folder, 'holdfast'))])
const child = Bun.spawn(
  [
    process.execPath,
    'test',
    `--parallel=${availableParallelism() + 1}`,
    '--no-orphans',
    ...process.argv.slice(2),
  ],
  {
    env: { ...process.env, HOLDFAST_TEST_POSTGRES: server.url, HOLDFAST_TEST_BINARY: binary },
    stdio: ['ignore', 'inherit', 'inherit'],
  },
)
const code = await child.exited
await server.stop()
rmSync(folder, { recursive: true, force: true })
process.exit(code)

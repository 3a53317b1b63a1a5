import { mkdtempSync, rmSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildBinary } from './support/binary.ts'
import { startWithTemplate } from './support/template.ts'

// The whole suite: one Postgres and one binary for all. Two fifths of its time is waiting, for leases, browsers and
// processes, so there is one process more than there are cores. The longest files come first, by what they took once:
// `npm test -- --update-timings` writes that down anew. `bun test PATH` does without all this.

const folder = mkdtempSync(join(tmpdir(), 'holdfast-run-'))
const [server, binary] = await Promise.all([startWithTemplate(), buildBinary(join(folder, 'holdfast'))])
const child = Bun.spawn(
  [
    process.execPath,
    'test',
    `--parallel=${availableParallelism() + 1}`,
    '--no-orphans',
    `--timings=${join(import.meta.dir, 'timings.json')}`,
    ...process.argv.slice(2),
  ],
  {
    env: { ...process.env, HOLDFAST_TEST_POSTGRES: server.url, HOLDFAST_TEST_BINARY: binary },
    stdio: ['ignore', 'inherit', 'inherit'],
  },
)
// Whoever interrupts it leaves nothing behind.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => child.kill(signal))
const code = await child.exited
await server.stop()
rmSync(folder, { recursive: true, force: true })
process.exit(code)

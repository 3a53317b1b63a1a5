/**
 * A process that works on jobs, for tests that kill it: `bun jobProcess.ts '{"place": …, "lease_ms": …}'`. Says
 * `ready` once it works, `performed n` for each job. A job whose number is negative kills the process.
 */

import { openDatabase } from '../../src/db/open.ts'
import { AlreadyTaken } from '../../src/db/queue.ts'
import type { Fresh } from './databases.ts'
import { testKind, testWorker } from './jobs.ts'

const {
  place,
  lease_ms,
  deadline_ms = 5000,
} = JSON.parse(process.argv[2]!) as {
  place: Fresh['place']
  lease_ms: number
  deadline_ms?: number
}

const kind = testKind(
  'a',
  async ({ n }) => {
    if (n < 0) process.kill(process.pid, 'SIGKILL')
    await Bun.sleep(n % 7)
    console.log(`performed ${n}`)
  },
  { max_attempts: 4, deadline_ms },
)
const db = await openDatabase(place)
try {
  await testWorker(db, [kind], { lease_ms, concurrency: 4 })
  console.log('ready')
} catch (error) {
  console.log(error instanceof AlreadyTaken ? `refused ${error.message}` : `failed ${error}`)
  process.exit(3)
}

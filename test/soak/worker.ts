/** One process of the soak: works until it is killed, or told to stop. */
import postgres from 'postgres'
import { openDatabase } from '../../src/db/open.ts'
import { startWorker } from '../../src/jobs/worker.ts'
import { systemEntropy } from '../../src/lib/entropy.ts'
import { jsonLog } from '../../src/lib/log.ts'
import { steppingClock } from './clock.ts'
import { soakKinds } from './kinds.ts'

const [url, name, lease_ms, steps_ms] = process.argv.slice(2)
const db = await openDatabase({ url: url! })
const ledger = postgres(url!, { max: 10, fetch_types: false, connection: { application_name: 'ledger' } })
const clock = steppingClock(Number(steps_ms))
const worker = await startWorker({
  db,
  kinds: soakKinds(db, ledger, name!, clock),
  clock,
  entropy: systemEntropy,
  log: jsonLog('error', console.error),
  concurrency: 30,
  lease_ms: Number(lease_ms),
  poll_ms: 200,
})
process.on('SIGTERM', async () => {
  await worker.stop(2000)
  await ledger.end()
  await db.close()
  process.exit(0)
})

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDatabase } from '../../src/db/open.ts'
import { announcing } from '../../src/jobs/announce.ts'
import { enqueue } from '../../src/jobs/enqueue.ts'
import { wakeSignal } from '../../src/jobs/wake.ts'
import { startWorker } from '../../src/jobs/worker.ts'
import { systemClock } from '../../src/lib/clock.ts'
import { systemEntropy } from '../../src/lib/entropy.ts'
import { silentLog } from '../../src/lib/log.ts'
import { kind } from './jobsHoldfast.ts'
import { interleaved, median, part, ratio } from './jobsTable.ts'

const BATCH = 50

/** Enqueued in transactions of fifty and performed at the same time, with `synchronous=FULL`. */
export async function sqlite(jobs: number): Promise<void> {
  part(`SQLite, ${jobs} jobs enqueued by fifties and performed meanwhile (jobs/s)`)
  const whole = await interleaved([{ name: 'Holdfast on SQLite', run: () => rate(jobs) }])
  ratio('jobs/s', median(whole.get('Holdfast on SQLite')!), 10_000)
}

async function rate(jobs: number): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-bench-'))
  const db = await openDatabase({ sqlite_path: join(folder, 'bench.sqlite') })
  await db.migrate()
  const done = Promise.withResolvers<void>()
  const wake = wakeSignal()
  let count = 0
  const kinds = [
    kind(() => {
      count += 1
      if (count === jobs) done.resolve()
    }),
  ]
  const tools = { db, clock: systemClock, entropy: systemEntropy, log: silentLog }
  const worker = await startWorker({ ...tools, wake, concurrency: 500, kinds })
  const announced = announcing(db, wake)
  const began_ms = performance.now()
  for (let n = 0; n < jobs; n += BATCH) {
    const batch = Array.from({ length: BATCH }, () => ({ kind: 'a', payload: { n } }))
    await enqueue(announced, systemClock, 'outbox_jobs', batch)
  }
  await done.promise
  await worker.stop(5000)
  const took_ms = performance.now() - began_ms
  await db.close()
  rmSync(folder, { recursive: true, force: true })
  return (jobs / took_ms) * 1000
}

/**
 * A process that works on jobs, for tests that kill it: `bun jobProcess.ts '{"place": …, "lease_ms": …}'`. Says
 * `ready` once it works, `performed n` for each job. A job whose number is negative kills the process. With `dies` it
 * enqueues a job itself when its worker has a seat for it, and is killed at that point.
 */

import { writeSync } from 'node:fs'
import type { Database } from '../../src/db/database.ts'
import { openDatabase } from '../../src/db/open.ts'
import { AlreadyTaken, type JobRow } from '../../src/db/queue.ts'
import { announcing } from '../../src/jobs/announce.ts'
import { wakeSignal } from '../../src/jobs/wake.ts'
import type { Fresh } from './databases.ts'
import { put, testKind, testWorker } from './jobs.ts'

/** Where a process dies that has a job seated: the insert is sent, is committed; the job is begun, is performed. */
export type Dies = 'sent' | 'inserted' | 'begun' | 'performed'

const {
  place,
  lease_ms,
  deadline_ms = 5000,
  dies,
} = JSON.parse(process.argv[2]!) as {
  place: Fresh['place']
  lease_ms: number
  deadline_ms?: number
  dies?: Dies
}

const kind = testKind(
  'a',
  async ({ n }) => {
    if (n < 0) die()
    pass('begun')
    await Bun.sleep(n % 7)
    say(`performed ${n}`)
    pass('performed')
  },
  { max_attempts: 4, deadline_ms },
)
const wake = wakeSignal()
const db = await openDatabase(place)
try {
  await testWorker(db, [kind], { lease_ms, concurrency: 4, wake })
  say('ready')
} catch (error) {
  say(error instanceof AlreadyTaken ? `refused ${error.message}` : `failed ${error}`)
  process.exit(3)
}
if (dies) await enqueueSeated()

/** Ends the process by itself when nothing has killed it. */
async function enqueueSeated() {
  const asked: JobRow = {
    ...{ kind: 'a', tenant_id: '', key: null, payload: { n: 1 }, priority: 100, max_attempts: null },
    ...{ run_at_ms: 0, created_at_ms: 0, traceparent: null },
  }
  for (;;) {
    const seat = wake.seat('outbox_jobs', asked)
    seat?.giveUp()
    if (seat) break
    await Bun.sleep(1)
  }
  await put(announcing(dying(db), wake), [{ kind: 'a', key: 'k', payload: { n: 1 } }])
  await Bun.sleep(30_000)
  process.exit(4)
}

/** The same database, which is asked and answers, and between the two the process may die. */
function dying(inner: Database): Database {
  return {
    ...inner,
    enqueueHeld: async (...asked) => {
      const inserted = inner.enqueueHeld(...asked)
      // What is sent leaves the process when this turn has ended.
      await new Promise((resolve) => setImmediate(resolve))
      pass('sent')
      const held = await inserted
      pass('inserted')
      return held
    },
  }
}

function pass(point: Dies) {
  if (dies === point) die()
}

function die() {
  process.kill(process.pid, 'SIGKILL')
}

/** At once: what is said before a death is heard. */
function say(line: string) {
  writeSync(1, `${line}\n`)
}

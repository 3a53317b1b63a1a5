import { expect, test } from 'bun:test'
import type { Database } from '../../src/db/database.ts'
import { onBothDatabases } from '../support/databases.ts'
import { put, rows, testKind, testWorker } from '../support/jobs.ts'

const GRACE_MS = 2000
/** Far more than a stop may take, far less than a lease. */
const FAR_TOO_LONG_MS = 20_000

onBothDatabases('a worker that stops while its database does not answer', (fresh) => {
  test('gives up in time, and the lease returns what it held', async () => {
    const { db } = await fresh()
    const away = leaving(db)
    const began = Promise.withResolvers<void>()
    const kind = testKind('a', async ({ n }, { signal }) => {
      if (n === 2) began.resolve()
      await new Promise((resolve) => signal.addEventListener('abort', resolve))
    })
    await put(db, [
      { kind: 'a', payload: { n: 1 } },
      { kind: 'a', payload: { n: 2 } },
    ])
    const worker = await testWorker(away.db, [kind])
    await began.promise
    away.leave()
    const stopped = worker.stop(GRACE_MS).then(() => 'stopped')
    expect(await Promise.race([stopped, Bun.sleep(FAR_TOO_LONG_MS)])).toBe('stopped')
    expect(await rows(db)).toMatchObject([{ status: 'running' }, { status: 'running' }])
  }, 60_000)
})

/** A database that answers nothing from `leave` on, as one does that a cable was pulled out of. */
function leaving(db: Database) {
  let gone = false
  const orNever =
    <Args extends unknown[], Answer>(work: (...args: Args) => Promise<Answer>) =>
    (...args: Args): Promise<Answer> =>
      gone ? new Promise(() => {}) : work(...args)
  const queue: Database['queue'] = (name) => {
    const inner = db.queue(name)
    return {
      ...inner,
      lanes: orNever(inner.lanes),
      exchange: orNever(inner.exchange),
      beat: orNever(inner.beat),
      overdue: orNever(inner.overdue),
      prune: orNever(inner.prune),
    }
  }
  const transaction: Database['transaction'] = (work) => (gone ? new Promise(() => {}) : db.transaction(work))
  return {
    db: { ...db, queue, transaction },
    leave: () => {
      gone = true
    },
  }
}

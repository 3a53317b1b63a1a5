import type { Database, Inserts } from '../db/database.ts'
import type { Announced, Wake } from './wake.ts'

/** The same database; jobs that are enqueued through it are announced as soon as they are committed, and not before. */
export function announcing(db: Database, wake: Wake): Database {
  return {
    ...db,
    enqueue: async (queue, jobs) => {
      await db.enqueue(queue, jobs)
      wake.announce({ queue, jobs })
    },
    transaction: (work) => told((noting) => db.transaction((tx) => work(noting(tx)))),
    atOnce: (read, write) => told((noting) => db.atOnce(read, (tx, seen) => write(noting(tx), seen))),
  }

  async function told<T>(commit: (noting: Noting) => Promise<T>): Promise<T> {
    let written: Announced[] = []
    const result = await commit((tx) => {
      // A transaction that is repeated begins anew.
      written = []
      const enqueue: typeof tx.enqueue = (queue, jobs) => {
        written.push({ queue, jobs })
        return tx.enqueue(queue, jobs)
      }
      return { ...tx, enqueue }
    })
    for (const announced of written) wake.announce(announced)
    return result
  }
}

type Noting = <Tx extends Inserts>(tx: Tx) => Tx

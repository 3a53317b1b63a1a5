import type { Database } from '../db/database.ts'
import type { Announced, Wake } from './wake.ts'

/** The same database; jobs that are enqueued through it are announced as soon as they are committed, and not before. */
export function announcing(db: Database, wake: Wake): Database {
  return {
    ...db,
    enqueue: async (queue, jobs) => {
      await db.enqueue(queue, jobs)
      wake.announce({ queue, jobs })
    },
    transaction: async (work) => {
      let written: Announced[] = []
      const result = await db.transaction((tx) => {
        // A transaction that is repeated begins anew.
        written = []
        const enqueue: typeof tx.enqueue = (queue, jobs) => {
          written.push({ queue, jobs })
          return tx.enqueue(queue, jobs)
        }
        return work({ ...tx, enqueue })
      })
      for (const announced of written) wake.announce(announced)
      return result
    },
  }
}

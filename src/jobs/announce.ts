import type { Database, Inserts } from '../db/database.ts'
import type { InsertHeld } from '../db/queue.ts'
import type { Announced, Seat, Wake } from './wake.ts'

/**
 * The same database; jobs that are enqueued through it are announced as soon as they are committed, and not before.
 * One that comes alone, outside any transaction, when the worker of this process is idle, is inserted as claimed by it.
 */
export function announcing(db: Database, wake: Wake): Database {
  let under = 0
  return {
    ...db,
    enqueue: async (queue, jobs) => {
      if (jobs.length === 0) return
      // In a crowd those who come together share a commit, which is worth more.
      const seat = under === 0 && jobs.length === 1 ? wake.seat(queue, jobs[0]!) : undefined
      under += 1
      try {
        if (seat && (await isBegun(seat, db.enqueueHeld(queue, jobs[0]!, seat)))) return
        await db.enqueue(queue, jobs)
      } finally {
        under -= 1
      }
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

/** False when another job of its kind and key was in the way. */
async function isBegun(seat: Seat, inserted: ReturnType<InsertHeld>): Promise<boolean> {
  const held = await inserted.catch((error: unknown) => {
    seat.giveUp()
    throw error
  })
  if (held) seat.begin(held)
  else seat.giveUp()
  return held !== undefined
}

type Noting = <Tx extends Inserts>(tx: Tx) => Tx

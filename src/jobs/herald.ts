import type { News, Queues } from '../db/queue.ts'
import { pause } from '../lib/deadline.ts'
import type { Log } from '../lib/log.ts'
import type { Wake } from './wake.ts'

/**
 * For a process that does no jobs itself: tells those that do of each that is enqueued here. Throws `AlreadyTaken`
 * where only one process may be, and one is.
 */
export async function tellOthers(db: Queues, wake: Wake, log: Log): Promise<{ stop(): Promise<void> }> {
  const leave = await db.takePlace()
  const news = db.news()
  const silence = herald(news, wake, log)
  return {
    stop: async () => {
      silence()
      await news.close()
      await leave()
    },
  }
}

/** News told with every insert would cost more than the insert: told at most this often, they cost nothing. */
const EVERY_MS = 50

/**
 * Tells the other processes of jobs that were enqueued here, soon and not too often, as far as `isNeeded` at that
 * moment: a process that has places free does its jobs itself. Answers how to stop.
 */
export function herald(news: News, wake: Wake, log: Log, isNeeded: () => boolean = () => true): () => void {
  let resting = false
  let asked = false
  const tell = async () => {
    resting = true
    while (asked) {
      asked = false
      if (isNeeded()) await news.tell().catch(() => log.warn('job_news_not_told'))
      await pause(EVERY_MS)
    }
    resting = false
  }
  return wake.onWake(() => {
    asked = true
    if (!resting) void tell()
  })
}

import postgres from 'postgres'
import type { Queues } from '../queue.ts'
import { CONNECTING, spokenWithin } from './connecting.ts'
import { postgresQueue } from './queue.ts'

/** Both queues and the news of them, over one client, which lives from the first use to the last `close`. */
export function postgresQueues(url: string, silence: number): Pick<Queues, 'queue' | 'news'> {
  const { connection, ...within } = spokenWithin(silence)
  const settings = { max: CONNECTIONS, ...CONNECTING, ...within, connection: { ...SESSION, ...connection } }
  const lend = lending(() => postgres(url, settings))
  return {
    queue: (name) => {
      const { client, giveBack } = lend()
      return postgresQueue(client, name, giveBack)
    },
    news: () => {
      const { client, giveBack } = lend()
      return {
        tell: async () => {
          await client.notify(CHANNEL, '')
        },
        hear: async (heard) => {
          const { unlisten } = await client.listen(CHANNEL, heard, heard)
          return unlisten
        },
        close: giveBack,
      }
    },
  }
}

/** Two claims under way in each of the two queues; a look or a heartbeat waits a moment for one of them. */
const CONNECTIONS = 4

const CHANNEL = 'holdfast_jobs'

/**
 * Every statement of the queue is a walk down one index, whatever the statistics say of a table that is empty in one
 * minute and full in the next. And none waits for the disk: when the server itself crashes, the claims and ends of its
 * last moment may be forgotten, and those jobs are done again, as after any crash. Enqueueing, burying and putting
 * back do wait: they go through the connections of the database, in the transactions of their cause.
 */
const SESSION = {
  application_name: 'holdfast jobs',
  synchronous_commit: 'off',
  plan_cache_mode: 'force_generic_plan',
  enable_seqscan: 'off',
  enable_hashjoin: 'off',
  enable_mergejoin: 'off',
  jit: 'off',
}

/** One client for all who ask, closed when the last of them has given it back. */
function lending(open: () => postgres.Sql) {
  let lent: { client: postgres.Sql; users: number } | undefined
  return () => {
    lent ??= { client: open(), users: 0 }
    const loan = lent
    loan.users += 1
    let given = false
    const giveBack = async () => {
      if (given) return
      given = true
      loan.users -= 1
      if (loan.users > 0) return
      if (lent === loan) lent = undefined
      // Who gives back has what it asked for; what still runs hangs.
      await loan.client.end({ timeout: 1 })
    }
    return { client: loan.client, giveBack }
  }
}

import type { Database, Inserts } from '../db/database.ts'
import type { Tracer } from '../lib/trace.ts'

/** The same database; jobs that are enqueued in it remember the span that they were enqueued in, unless they say which. */
export function rememberingCauses(db: Database, tracer: Tracer): Database {
  const remembering = <Any extends Inserts>(inner: Any): Any => ({
    ...inner,
    enqueue: (queue, jobs) => {
      const traceparent = tracer.current() ?? null
      return inner.enqueue(
        queue,
        jobs.map((job) => ({ ...job, traceparent: job.traceparent ?? traceparent })),
      )
    },
  })
  return {
    ...remembering(db),
    transaction: (work) => db.transaction((tx) => work(remembering(tx))),
    atOnce: (read, write) => db.atOnce(read, (tx, seen) => write(remembering(tx), seen)),
  }
}

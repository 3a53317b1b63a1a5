import { hostname } from 'node:os'
import type { Database } from '../db/database.ts'
import type { Queue, QueueName } from '../db/queue.ts'
import type { Clock } from '../lib/clock.ts'
import { before } from '../lib/deadline.ts'
import type { Entropy } from '../lib/entropy.ts'
import type { Log } from '../lib/log.ts'
import { type Metrics, silentMetrics } from '../lib/metrics.ts'
import { noTracer, type Tracer } from '../lib/trace.ts'
import { watchDeadlines } from './deadlines.ts'
import { duty } from './duty.ts'
import { beat } from './heartbeat.ts'
import { herald } from './herald.ts'
import type { JobKind } from './kind.ts'
import type { Leave } from './letGo.ts'
import { Loop } from './loop.ts'
import { pruner } from './pruner.ts'
import { quiet } from './quiet.ts'
import { rescuer } from './rescuer.ts'
import type { Mourner } from './settle.ts'
import type { Tools } from './tools.ts'
import type { Wake } from './wake.ts'

export interface WorkerSettings {
  db: Database
  kinds: JobKind[]
  clock: Clock
  entropy: Entropy
  log: Log
  metrics?: Metrics
  tracer?: Tracer
  /** Rouses the worker without waiting for the next poll. */
  wake?: Wake
  /** Jobs at once, in each of the two queues. */
  concurrency?: number
  /** How soon jobs enqueued by other processes are noticed. */
  poll_ms?: number
  /** For kinds and jobs that do not say. */
  max_attempts?: number
  /** At most 60 s; beats come at a third of it. */
  lease_ms?: number
  /** How long done and canceled jobs are kept. */
  keep_ms?: number
  /** Before this nothing is claimed. */
  begin?: Promise<void>
  /** Called in the transaction that buries a job whose kind has no `onDead`, or whose payload does not parse. */
  onDead?: Mourner
}

export interface Worker {
  readonly name: string
  wake(): void
  /** False when a queue could not be worked on for a while. */
  isWell(): boolean
  /** Resolves when nothing is in hand and nothing is due; for tests and for those who wait. */
  quiet(): Promise<void>
  /** No new claims; running jobs end, the rest is returned. Takes `grace_ms` (or two seconds) at most, whatever the database does. */
  stop(grace_ms: number): Promise<void>
}

/** Works on the jobs of these kinds until stopped. Throws `AlreadyTaken` where only one process may, and one does. */
export async function startWorker(settings: WorkerSettings): Promise<Worker> {
  const leave = await settings.db.takePlace()
  const tools = toolsOf(settings)
  const parts = (['webhook_jobs', 'outbox_jobs'] as const).map((name) => startQueue(name, settings, tools))
  const loopOf = (name: QueueName) => parts.find(({ queue }) => queue.name === name)!.loop
  const wake = () => {
    for (const { loop } of parts) loop.wake()
  }
  const news = settings.db.news()
  const deaf = news.hear(wake).catch(() => async () => settings.log.warn('job_news_not_heard'))
  const deafen = settings.wake?.onWake((announced) => {
    if (!announced) return wake()
    loopOf(announced.queue).hear(announced.jobs)
  })
  const stand = settings.wake?.onSeat((name, job) => loopOf(name).seat(job))
  const isFull = () => parts.some(({ loop }) => loop.inHand.crew.free() === 0)
  const silence = settings.wake && herald(news, settings.wake, settings.log, isFull)
  return {
    name: tools.worker,
    wake,
    isWell: () =>
      parts.every(({ loop }) => performance.now() - loop.turned_ms < tools.poll_ms + WELL_WITHIN_MS),
    quiet: () => quiet(parts.map(({ loop }) => loop)),
    stop: async (grace_ms) => {
      deafen?.()
      stand?.()
      silence?.()
      const over_ms = performance.now() + Math.max(grace_ms, LEAST_MS)
      await Promise.all(parts.map((part) => stopQueue(part, { grace_ms, over_ms })))
      await before(
        over_ms,
        deaf.then((listen) => listen()),
      )
      await Promise.all([...parts.map(({ queue }) => queue.close()), news.close()])
      await leave()
    },
  }
}

/** What it takes to return jobs when the database answers. */
const LEAST_MS = 2000

/** Longer than an exchange takes on a busy machine. */
const WELL_WITHIN_MS = 10_000

function toolsOf(settings: WorkerSettings): Tools {
  const { db, clock, entropy, log, onDead, metrics = silentMetrics, tracer = noTracer } = settings
  const { concurrency = 20, poll_ms = 1000, max_attempts = 10, lease_ms = 30_000 } = settings
  const worker = `${hostname()}:${process.pid}:${entropy.secret(6)}`
  return {
    db,
    clock,
    entropy,
    log,
    metrics,
    tracer,
    onDead,
    worker,
    concurrency,
    poll_ms,
    max_attempts,
    lease_ms: Math.min(lease_ms, 60_000),
  }
}

const WEEK_MS = 7 * 24 * 3600_000

/** The loop of one queue, and its duties. */
function startQueue(name: QueueName, settings: WorkerSettings, tools: Tools) {
  const { db, kinds, keep_ms = WEEK_MS, begin } = settings
  const queue: Queue = db.queue(name)
  const known = new Map(kinds.filter((kind) => kind.queue === name).map((kind) => [kind.name, kind]))
  const loop = new Loop(queue, known, tools)
  const stopping = Promise.withResolvers<void>()
  const running = begin ? Promise.race([begin, stopping.promise]).then(() => loop.run()) : loop.run()
  const { lease_ms, log, clock } = tools
  const rescue = rescuer(queue, known, tools, lease_ms / 2)
  const prune = pruner(queue, clock, keep_ms)
  const duties = [
    duty('heartbeat', lease_ms / 3, () => beat(queue, loop.inHand, tools), log),
    duty('deadlines', 100, async () => watchDeadlines(loop.inHand, tools, log), log),
    duty('rescuer', lease_ms / 6, async () => void ((await rescue()) > 0 && loop.wake()), log),
    duty('pruner', 10_000, prune, log),
  ]
  return { loop, running, duties, queue, stopping }
}

async function stopQueue(part: ReturnType<typeof startQueue>, leave: Leave) {
  const { loop, running, duties, stopping } = part
  stopping.resolve()
  // The heartbeat goes on until the last job has ended.
  await loop.stop(leave)
  await before(leave.over_ms, running)
  await before(leave.over_ms, Promise.all(duties.map((it) => it.stop())))
}

import { type App, type Settings, seed, startApp } from '../app.ts'
import { type Config, readConfig } from '../config/config.ts'
import { pause, withDeadline } from '../lib/deadline.ts'
import type { Process, Run } from './command.ts'
import { openData } from './data.ts'
import { type House, houseOf } from './house.ts'
import { outlookJournal, replant } from './pretence.ts'
import { welcome } from './welcome.ts'

/** Migrates, seeds the demonstration once, answers requests and does jobs, until it is told to stop. */
export const serve: Run = (process, given) =>
  run(process, (all) => (given['no-worker'] ? { ...all, work: undefined } : all))

/** Migrates, does jobs and answers no requests, until it is told to stop. */
export const worker: Run = (process) => run(process, (all) => ({ ...all, listen: undefined }))

async function run(process: Process, choose: (all: Settings) => Settings): Promise<number> {
  const config = readConfig(process.env)
  const db = await openData(config)
  try {
    await db.migrate()
    const house = await houseOf(config, db, process, config.graph ? undefined : outlookJournal(config))
    if (isDemonstration(config)) await seed(db, house.parts)
    // Asked for before anyone can know that this process runs, so that no signal ends it unheard.
    const told = process.untilToldToStop()
    if (house.mocks.zoom) await replant(house.mocks.zoom, db, house.parts.clock.now_ms())
    const app = await startApp(house.parts, choose(house.settings))
    house.postman.goTo(app.handle)
    welcome(process, config, { ...house, url: app.url })
    const signal = await told
    process.endWithin(Math.max(config.server.shutdown_grace_ms, TIDYING_MS))
    await close(app, house, { signal, grace_ms: config.server.shutdown_grace_ms })
    return 0
  } finally {
    await db.close()
  }
}

async function close(app: App, { parts }: House, { signal, grace_ms }: { signal: string; grace_ms: number }) {
  const until_ms = performance.now() + grace_ms - Math.min(TIDYING_MS, grace_ms / 2)
  app.drain()
  if (signal === 'SIGTERM') await pause(Math.min(LONGEST_LINGER_MS, grace_ms / 8))
  await app.stop(Math.max(0, until_ms - performance.now()))
  // A collector that does not answer is no reason to stay.
  await withDeadline(LAST_SPANS_MS, () => parts.tracer.close()).catch(() => {})
}

const LAST_SPANS_MS = 2000

/**
 * The end of the grace is for returning jobs and closing connections. A database that is away keeps it from both, and
 * is not waited for: leases end by themselves.
 */
const TIDYING_MS = 2000

/**
 * Told by a supervisor, the doors stay open for this long, in which the proxies before them notice: those that look
 * every second have three chances. A person needs not wait.
 */
const LONGEST_LINGER_MS = 3000

/** The demonstration tenant is for a house that pretends; a real one begins empty. */
function isDemonstration({ graph }: Config): boolean {
  return graph === null
}

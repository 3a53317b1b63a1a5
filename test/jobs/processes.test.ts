import { afterEach, expect, test } from 'bun:test'
import { openDatabase } from '../../src/db/open.ts'
import { tellOthers } from '../../src/jobs/herald.ts'
import { wakeSignal } from '../../src/jobs/wake.ts'
import { silentLog } from '../../src/lib/log.ts'
import { type Fresh, onBothDatabases } from '../support/databases.ts'
import { put, rows, testKind, testWorker } from '../support/jobs.ts'
import { raw } from '../support/raw.ts'

/** Short where workers are killed, so that their jobs are soon rescued; long where none may be. */
const SHORT_MS = 400
const LONG_MS = 10_000

onBothDatabases('several processes', (fresh, dialect) => {
  const started: Bun.Subprocess[] = []
  afterEach(() => {
    for (const process of started.splice(0)) process.kill('SIGKILL')
  })

  test('a job that kills its process is dead after its attempts, and the rest is done', async () => {
    const { db, place } = await fresh()
    await put(db, [
      { kind: 'a', payload: { n: -1 }, priority: 1 },
      ...Array.from({ length: 40 }, (_, n) => ({ kind: 'a', payload: { n } })),
    ])
    // SQLite is closed to all but the process that works on it while that one lives.
    if (dialect === 'sqlite') await db.close()
    const reading = await openDatabase(place)
    await keepAlive(place, () => finished(reading))
    const [poison, ...rest] = await rows(reading)
    expect(poison).toMatchObject({ status: 'dead', attempts: 4 })
    expect(poison!.last_error).toStartWith('worker_lost')
    expect(rest.map((row) => row.status)).toEqual(Array(40).fill('done'))
    await reading.close()
  })

  if (dialect === 'sqlite') {
    test('a second process on one file is refused in words that help', async () => {
      const { place } = await fresh()
      const first = start(place)
      expect(await first.said(/ready/)).toBeDefined()
      const second = start(place)
      expect(await second.said(/refused/)).toMatch(
        /Another Holdfast process .* set DATABASE_URL to a Postgres/,
      )
      first.process.kill('SIGKILL')
      await first.process.exited
      expect(await start(place).said(/ready/)).toBeDefined()
    })
    return
  }

  test('share the work, and each job is done once', async () => {
    const { db, place } = await fresh()
    const processes = [start(place, LONG_MS), start(place, LONG_MS), start(place, LONG_MS)]
    await Promise.all(processes.map((it) => it.said(/ready/)))
    await put(
      db,
      Array.from({ length: 300 }, (_, n) => ({ kind: 'a', payload: { n } })),
    )
    await until(() => finished(db))
    const counts = processes.map((it) => it.lines().filter((line) => line.startsWith('performed')).length)
    expect(counts.reduce((a, b) => a + b)).toBe(300)
    expect(Math.min(...counts)).toBeGreaterThan(0)
    expect((await rows(db)).every((row) => row.attempts === 1)).toBe(true)
  })

  test('a job enqueued in a process without a worker starts elsewhere without waiting for the poll', async () => {
    const { db, place } = await fresh()
    const came = Promise.withResolvers<void>()
    const other = await openDatabase(place)
    const worker = await testWorker(other, [testKind('a', async () => came.resolve())], { poll_ms: 60_000 })
    await worker.quiet()
    const wake = wakeSignal()
    const teller = await tellOthers(db, wake, silentLog)
    await heard(db, wake, came.promise)
    await teller.stop()
    await worker.stop(1000)
    await other.close()
  })

  test('go on while another migrates, and through connections that are cut', async () => {
    const { db, place } = await fresh()
    const seen = new Map<number, number>()
    const kind = testKind('a', async ({ n }) => {
      await Bun.sleep(1)
      seen.set(n, (seen.get(n) ?? 0) + 1)
    })
    const worker = await testWorker(db, [kind], { lease_ms: SHORT_MS })
    await put(
      db,
      Array.from({ length: 500 }, (_, n) => ({ kind: 'a', payload: { n } })),
    )
    worker.wake()
    const other = await openDatabase(place)
    expect(await other.migrate()).toEqual([])
    await raw(
      place,
      'alter table outbox_jobs add column later text',
      'create index on outbox_jobs (later)',
      `select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and application_name = 'holdfast jobs'`,
      'alter table outbox_jobs drop column later',
    )
    await until(async () => (await rows(other)).every((row) => row.status === 'done'))
    await worker.stop(1000)
    expect(seen.size).toBe(500)
    await other.close()
  })

  function start(place: Fresh['place'], lease_ms = SHORT_MS) {
    const script = `${import.meta.dir}/../support/jobProcess.ts`
    const settings = JSON.stringify({ place, lease_ms })
    const process = Bun.spawn([globalThis.process.execPath, script, settings], { stdout: 'pipe' })
    started.push(process)
    return { process, ...reader(process.stdout) }
  }

  /** Starts the process again whenever it dies, until `done`. */
  async function keepAlive(place: Fresh['place'], done: () => Promise<boolean>) {
    const over = until(done).then(() => true)
    for (;;) {
      const { process } = start(place)
      const ended = await Promise.race([process.exited.then(() => false), over])
      process.kill('SIGKILL')
      await process.exited
      if (ended) return
    }
  }
})

/** True when every job is done or dead. */
async function finished(db: Fresh['db']): Promise<boolean> {
  const all = await rows(db)
  return all.every((row) => row.status === 'done' || row.status === 'dead')
}

/** Enqueues and wakes again and again until someone has heard; news can be lost. */
async function heard(db: Fresh['db'], wake: { wake(): void }, came: Promise<void>) {
  let has = false
  came.then(() => {
    has = true
  })
  while (!has) {
    await put(db, [{ kind: 'a', payload: { n: 1 } }])
    wake.wake()
    await Promise.race([came, Bun.sleep(500)])
  }
}

function reader(stream: ReadableStream<Uint8Array>) {
  let text = ''
  const read = (async () => {
    for await (const chunk of stream) text += new TextDecoder().decode(chunk)
  })()
  const lines = () => text.split('\n')
  return {
    lines,
    /** The first line that matches, once it is there. */
    said: async (pattern: RegExp) => {
      await Promise.race([until(async () => lines().some((line) => pattern.test(line))), read])
      return lines().find((line) => pattern.test(line))
    },
  }
}

async function until(done: () => Promise<boolean>) {
  while (!(await done())) await Bun.sleep(20)
}

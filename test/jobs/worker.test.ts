import { expect, test } from 'bun:test'
import type { Database } from '../../src/db/database.ts'
import { AlreadyTaken, type Queue } from '../../src/db/queue.ts'
import { snooze } from '../../src/jobs/kind.ts'
import { stoppedClock } from '../../src/lib/clock.ts'
import { Failure } from '../../src/lib/failure.ts'
import { onBothDatabases } from '../support/databases.ts'
import { put, rows, testKind, testWorker, workOff } from '../support/jobs.ts'

onBothDatabases('the worker', (fresh, dialect) => {
  test('a job that was enqueued is performed once and kept as done', async () => {
    const { db } = await fresh()
    const seen: number[] = []
    await put(db, [
      { kind: 'a', payload: { n: 1 } },
      { kind: 'a', payload: { n: 2 } },
    ])
    await workOff(db, [testKind('a', async ({ n }) => void seen.push(n))])
    expect(seen).toEqual([1, 2])
    const all = await rows(db)
    expect(all.map(({ status, attempts, locked_by }) => ({ status, attempts, locked_by }))).toEqual([
      { status: 'done', attempts: 1, locked_by: null },
      { status: 'done', attempts: 1, locked_by: null },
    ])
  })

  test('nothing is claimed before the worker is to begin, and a stop does not wait for that', async () => {
    const { db } = await fresh()
    const { promise: begin, resolve } = Promise.withResolvers<void>()
    const seen: number[] = []
    const kinds = [testKind('a', async ({ n }) => void seen.push(n))]
    const early = await testWorker(db, kinds, { begin })
    await put(db, [{ kind: 'a', payload: { n: 1 } }])
    await early.stop(120_000)
    expect(seen).toEqual([])
    const worker = await testWorker(db, kinds, { begin })
    resolve()
    await until(async () => (await rows(db))[0]!.status === 'done')
    await worker.stop(1000)
    expect(seen).toEqual([1])
  })

  test('a job of a rolled back transaction does not exist', async () => {
    const { db } = await fresh()
    const failing = db.transaction(async (tx) => {
      await tx.enqueue('outbox_jobs', [])
      await put({ ...db, enqueue: tx.enqueue }, [{ kind: 'a', payload: { n: 1 } }])
      throw new Error('no')
    })
    await failing.catch(() => {})
    expect(await rows(db)).toEqual([])
  })

  test('a failing job is tried again until its attempts are used up, then onDead runs', async () => {
    const { db } = await fresh()
    const dead: string[] = []
    const kind = testKind('a', () => Promise.reject(new Error('for ada@example.com')), {
      max_attempts: 3,
      onDead: async (_, { n }, { error }) => void dead.push(`${n} ${error.message}`),
    })
    await put(db, [{ kind: 'a', payload: { n: 7 } }])
    const worker = await testWorker(db, [kind])
    await until(async () => (await rows(db))[0]!.status === 'dead')
    await worker.stop(100)
    const [job] = await rows(db)
    expect(job).toMatchObject({ attempts: 3, last_error: 'Error: for [mail]' })
    expect(job!.history!.map((it) => it.outcome)).toEqual(['retry', 'retry', 'dead'])
    expect(dead).toEqual(['7 for [mail]'])
  })

  test('a permanent failure is dead at once', async () => {
    const { db } = await fresh()
    await put(db, [{ kind: 'a', payload: { n: 1 } }])
    await workOff(db, [
      testKind('a', () => Promise.reject(new Failure('permanent', 'gone', 'No such thing'))),
    ])
    expect(await rows(db)).toMatchObject([{ status: 'dead', attempts: 1, last_error: 'gone: No such thing' }])
  })

  test('Retry-After is waited for', async () => {
    const { db } = await fresh()
    const clock = stoppedClock(1_000_000)
    await put(db, [{ kind: 'a', payload: { n: 1 } }], clock)
    const failure = new Failure('retry', 'throttled', 'Slow down', { retry_after_ms: 60_000 })
    await workOff(db, [testKind('a', () => Promise.reject(failure))], { clock })
    const [job] = await rows(db)
    expect(job!.status).toBe('pending')
    expect(job!.run_at_utc.getTime()).toBeWithin(1_060_000, 1_060_003)
  })

  test('nobody is waited for longer than a day, whatever the other side asks for', async () => {
    const { db } = await fresh()
    const clock = stoppedClock(1_000_000)
    const asking = (retry_after_ms: number) => async () => {
      throw new Failure('retry', 'http_429', 'Later', { retry_after_ms })
    }
    const kinds = [
      testKind('a', asking(1e17)),
      testKind('b', asking(365 * 86_400_000)),
      testKind('c', async () => snooze(1e17)),
    ]
    await put(
      db,
      ['a', 'b', 'c'].map((kind) => ({ kind, payload: { n: 1 } })),
      clock,
    )
    await workOff(db, kinds, { clock })
    for (const { kind, status, run_at_utc } of await rows(db)) {
      expect([kind, status]).toEqual([kind, 'pending'])
      expect(run_at_utc.getTime()).toBeGreaterThanOrEqual(clock.now_ms() + 86_400_000)
      expect(run_at_utc.getTime()).toBeLessThan(clock.now_ms() + 86_500_000)
    }
  })

  test('a snoozed job uses no attempt', async () => {
    const { db } = await fresh()
    const clock = stoppedClock(1_000_000)
    await put(db, [{ kind: 'a', payload: { n: 1 } }], clock)
    await workOff(db, [testKind('a', async () => snooze(5000))], { clock })
    expect(await rows(db)).toMatchObject([
      { status: 'pending', attempts: 0, turn: 1, run_at_utc: new Date(1_005_000) },
    ])
  })

  test('a job is not done before its time', async () => {
    const { db } = await fresh()
    const clock = stoppedClock(1_000_000)
    let count = 0
    const kind = testKind('a', async () => {
      count += 1
    })
    await put(db, [{ kind: 'a', payload: { n: 1 }, run_at_ms: 1_000_500 }], clock)
    const worker = await testWorker(db, [kind], { clock })
    await worker.quiet()
    expect(count).toBe(0)
    clock.advance(500)
    await worker.quiet()
    expect(count).toBe(1)
    await worker.stop(100)
  })

  test('a payload that does not parse is dead at once, without onDead', async () => {
    const { db } = await fresh()
    let mourned = 0
    await put(db, [{ kind: 'a', payload: { n: 'ada@example.com' } }])
    await workOff(db, [
      testKind('a', async () => {}, {
        onDead: async () => {
          mourned += 1
        },
      }),
    ])
    expect(await rows(db)).toMatchObject([
      { status: 'dead', last_error: 'payload_invalid: The payload does not parse: n invalid_type' },
    ])
    expect(mourned).toBe(0)
  })

  test('a kind that the worker does not know is left alone', async () => {
    const { db } = await fresh()
    await put(db, [
      { kind: 'b', payload: { n: 1 } },
      { kind: 'a', payload: { n: 1 } },
    ])
    await workOff(db, [testKind('a', async () => {})])
    expect((await rows(db)).map((it) => it.status)).toEqual(['pending', 'done'])
  })

  test('a pending job absorbs its duplicates; the last payload counts', async () => {
    const { db } = await fresh()
    const seen: number[] = []
    await put(db, [
      { kind: 'a', key: 'k', payload: { n: 1 } },
      { kind: 'a', key: 'k', payload: { n: 2 } },
    ])
    await put(db, [{ kind: 'a', key: 'k', payload: { n: 3 }, priority: 1 }])
    await workOff(db, [testKind('a', async ({ n }) => void seen.push(n))])
    expect(seen).toEqual([3])
    expect(await rows(db)).toMatchObject([{ priority: 1, status: 'done' }])
  })

  test('two jobs of one key never run at once', async () => {
    const { db } = await fresh()
    let running = 0
    let most = 0
    let performed = 0
    const kind = testKind('a', async () => {
      running += 1
      most = Math.max(most, running)
      await Bun.sleep(3)
      running -= 1
      performed += 1
    })
    const worker = await testWorker(db, [kind])
    for (let n = 0; n < 20; n += 1) {
      await put(db, [{ kind: 'a', key: 'k', payload: { n } }])
      worker.wake()
      await Bun.sleep(1)
    }
    await worker.quiet()
    await worker.stop(100)
    expect(most).toBe(1)
    expect(performed).toBe((await rows(db)).length)
  })

  test('a job that must be tried again gives way to a newer one of its key', async () => {
    const { db } = await fresh()
    const clock = stoppedClock(1_000_000)
    const failure = new Failure('retry', 'throttled', 'Slow down', { retry_after_ms: 60_000 })
    const kind = testKind('a', async () => {
      await put(db, [{ kind: 'a', key: 'k', payload: { n: 2 } }], clock)
      throw failure
    })
    await put(db, [{ kind: 'a', key: 'k', payload: { n: 1 } }], clock)
    await workOff(db, [kind], { clock })
    const [first, second] = await rows(db)
    expect(first).toMatchObject({ status: 'canceled', last_error: 'throttled: Slow down' })
    expect(second).toMatchObject({ status: 'pending', attempts: 1, payload: { n: 2 } })
    expect(second!.run_at_utc.getTime()).toBeGreaterThanOrEqual(1_060_000)
  })

  test('stopping lets running jobs end and returns the rest without using an attempt', async () => {
    const { db } = await fresh()
    const first = Promise.withResolvers<void>()
    const kind = testKind('a', async ({ n }, { signal }) => {
      if (n === 1) return first.promise
      await new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
    })
    await put(db, [
      { kind: 'a', payload: { n: 1 } },
      { kind: 'a', payload: { n: 2 } },
    ])
    const worker = await testWorker(db, [kind])
    await until(async () => (await rows(db)).every((it) => it.status === 'running'))
    const stopped = worker.stop(100)
    first.resolve()
    await stopped
    expect(await rows(db)).toMatchObject([
      { status: 'done', attempts: 1 },
      { status: 'pending', attempts: 0, locked_by: null },
    ])
  })

  test('a job past its deadline is called off and tried again', async () => {
    const { db } = await fresh()
    const kind = testKind(
      'a',
      (_, { signal }) =>
        new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
      { deadline_ms: 20, max_attempts: 1 },
    )
    await put(db, [{ kind: 'a', payload: { n: 1 } }])
    await workOff(db, [kind])
    expect(await rows(db)).toMatchObject([{ status: 'dead', last_error: 'deadline: Not done within 20 ms' }])
  })

  test('what a dead worker held is rescued, and the late worker changes nothing', async () => {
    const { db } = await fresh()
    const queue = db.queue('outbox_jobs')
    await put(db, [{ kind: 'a', payload: { n: 1 } }])
    const shares = [{ kind: 'a', priority: 100, tenant_id: '', most: 1 }]
    const claim = { done: [], shares, worker: 'ghost', now_ms: Date.now() + 1000, lease_ms: 30 }
    const [late] = await queue.exchange(claim)
    let performed = 0
    const worker = await testWorker(
      db,
      [
        testKind('a', async () => {
          performed += 1
        }),
      ],
      { lease_ms: 60 },
    )
    await until(async () => (await rows(db))[0]!.status === 'done')
    await worker.stop(100)
    expect(performed).toBe(1)
    await queue.exchange({ ...claim, done: [late!], shares: [] })
    expect(await queue.beat('ghost', [late!], 1000)).toEqual([])
    expect(await rows(db)).toMatchObject([
      { attempts: 2, turn: 2, history: [{ outcome: 'rescued', worker: 'ghost' }] },
    ])
    await queue.close()
  })

  test('what a dead worker held and nobody can bury keeps nothing else from being rescued', async () => {
    const { db } = await fresh()
    const queue = db.queue('outbox_jobs')
    await put(db, [
      { kind: 'unburiable', payload: { n: 1 } },
      { kind: 'a', payload: { n: 2 } },
    ])
    const shares = ['unburiable', 'a'].map((kind) => ({ kind, priority: 100, tenant_id: '', most: 1 }))
    for (const share of shares)
      await queue.exchange({
        ...{ done: [], shares: [share], worker: 'ghost' },
        ...{ now_ms: Date.now() + 1000, lease_ms: 10 },
      })
    const unburiable = testKind('unburiable', async () => {}, {
      max_attempts: 1,
      onDead: () => Promise.reject(new Error('its booking is of a later version')),
    })
    const worker = await testWorker(db, [unburiable, testKind('a', async () => {})], { lease_ms: 60 })
    await until(async () => (await rows(db))[1]!.status === 'done')
    await worker.stop(100)
    expect(await rows(db)).toMatchObject([{ status: 'running' }, { attempts: 2 }])
    await queue.close()
  })

  test('is not quiet before a chain of jobs has ended, however late it hears what the table says', async () => {
    const { db } = await fresh()
    const seen: number[] = []
    const late: Database = { ...db, queue: (name) => hardOfHearing(db.queue(name)) }
    const chain = testKind('a', async ({ n }) => {
      if (n < 10) await put(db, [{ kind: 'a', payload: { n: n + 1 } }])
      seen.push(n)
    })
    const worker = await testWorker(late, [chain], { poll_ms: 1000 })
    await put(db, [{ kind: 'a', payload: { n: 1 } }])
    await worker.quiet()
    expect(seen).toHaveLength(10)
    await worker.stop(100)
  })

  if (dialect === 'sqlite')
    test('a second process on the same file is refused', async () => {
      const { db } = await fresh()
      const worker = await testWorker(db, [])
      expect(testWorker(db, [])).rejects.toBeInstanceOf(AlreadyTaken)
      await worker.stop(0)
      await (await testWorker(db, [])).stop(0)
    })
})

/** Answers what the lanes were a while ago; the rest of the queue is as quick as ever. */
function hardOfHearing(queue: Queue): Queue {
  const lanes: Queue['lanes'] = async (kinds) => {
    const heads = await queue.lanes(kinds)
    await Bun.sleep(30)
    return heads
  }
  return { ...queue, lanes }
}

async function until(done: () => Promise<boolean>) {
  while (!(await done())) await Bun.sleep(3)
}

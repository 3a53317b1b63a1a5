import { expect, test } from 'bun:test'
import type { Database } from '../../src/db/database.ts'
import type { JobRow } from '../../src/db/queue.ts'
import { announcing } from '../../src/jobs/announce.ts'
import { type Wake, wakeSignal } from '../../src/jobs/wake.ts'
import { onBothDatabases } from '../support/databases.ts'
import { put, rows, testKind, testWorker } from '../support/jobs.ts'

const HOUR_MS = 3_600_000

onBothDatabases('a job that comes alone to an idle worker', (fresh) => {
  test('is inserted as claimed and begun without a claim', async () => {
    const { db } = await fresh()
    const wake = wakeSignal()
    const begun = Promise.withResolvers<unknown>()
    const kind = testKind('a', async (payload, { job, attempt }) =>
      begun.resolve({ payload, attempt, id: job.id }),
    )
    const worker = await testWorker(withoutClaims(db), [kind], { wake })
    await put(announcing(db, wake), [{ kind: 'a', payload: { n: 7 } }])
    const [row] = await rows(db)
    expect(await begun.promise).toEqual({ payload: { n: 7 }, attempt: 1, id: row!.id })
    expect(row).toMatchObject({ attempts: 1, turn: 1 })
    await worker.stop(1000)
    expect(await rows(db)).toMatchObject([{ status: 'done', attempts: 1, locked_by: null }])
  })

  test('finds no seat before its time, of an unknown kind, or beyond the limits', async () => {
    const { db } = await fresh()
    const wake = wakeSignal()
    const ended = Promise.withResolvers<void>()
    const kinds = [testKind('a', () => ended.promise, { concurrency_per_tenant: 1 })]
    const worker = await testWorker(withoutClaims(db), kinds, { wake, concurrency: 4 })
    const asks = (more: Partial<JobRow>) => wake.seat('outbox_jobs', { ...row(), ...more })
    expect(asks({ run_at_ms: Date.now() + HOUR_MS })).toBeUndefined()
    expect(asks({ kind: 'unheard of' })).toBeUndefined()
    const first = asks({ tenant_id: 't' })
    expect(first).toBeDefined()
    expect(asks({ tenant_id: 't' })).toBeUndefined()
    const others = [asks({}), asks({}), asks({})]
    expect(others.every((seat) => seat !== undefined)).toBe(true)
    expect(asks({})).toBeUndefined()
    for (const seat of [first, ...others]) seat!.giveUp()
    const again = asks({ tenant_id: 't' })
    expect(again).toBeDefined()
    again!.giveUp()
    ended.resolve()
    await worker.stop(1000)
    expect(asks({})).toBeUndefined()
  })

  test('has the seat with a key too, unless one of its kind and key waits or runs', async () => {
    const { db } = await fresh()
    const [holder, key] = [{ worker: 'w', lease_ms: HOUR_MS }, 'k']
    const ask = (more: Partial<JobRow>) => db.enqueueHeld('outbox_jobs', { ...row(), key, ...more }, holder)
    const both = await Promise.all([ask({}), ask({})])
    expect(both.filter((held) => held !== undefined)).toHaveLength(1)
    expect(await ask({})).toBeUndefined()
    await db.enqueue('outbox_jobs', [{ ...row(), key: 'other' }])
    expect(await ask({ key: 'other' })).toBeUndefined()
    expect(await ask({ key: 'other', kind: 'b' })).toBeDefined()
    expect(await ask({ key: null })).toBeDefined()
    expect(await ask({ key: null })).toBeDefined()
    const all = (await rows(db)).map(({ kind, key, status }) => [kind, key, status])
    expect(all).toEqual([
      ['a', 'k', 'running'],
      ['a', 'other', 'pending'],
      ['b', 'other', 'running'],
      ['a', null, 'running'],
      ['a', null, 'running'],
    ])
  })

  test('of which one runs is done after it, with what came last', async () => {
    const { db } = await fresh()
    const wake = wakeSignal()
    const seen: number[] = []
    const goOn = Promise.withResolvers<void>()
    const kind = testKind('a', async ({ n }) => {
      seen.push(n)
      await goOn.promise
    })
    const worker = await testWorker(db, [kind], { wake })
    await seated(wake).then((seat) => seat.giveUp())
    const told = announcing(db, wake)
    for (const n of [1, 2, 3]) await put(told, [{ kind: 'a', key: 'k', payload: { n } }])
    expect((await rows(db)).map(({ status }) => status)).toEqual(['running', 'pending'])
    goOn.resolve()
    await worker.quiet()
    await worker.stop(1000)
    expect(seen).toEqual([1, 3])
  })

  test('does not go before one that waits', async () => {
    const { db } = await fresh()
    const wake = wakeSignal()
    const worker = await testWorker(withoutClaims(db), [testKind('a', async () => {})], { wake })
    wake.announce({ queue: 'outbox_jobs', jobs: [row()] })
    expect(wake.seat('outbox_jobs', row())).toBeUndefined()
    await worker.stop(100)
  })

  test('finds no seat before the worker is to begin', async () => {
    const { db } = await fresh()
    const wake = wakeSignal()
    const { promise: begin, resolve } = Promise.withResolvers<void>()
    const worker = await testWorker(db, [testKind('a', async () => {})], { wake, begin })
    expect(wake.seat('outbox_jobs', row())).toBeUndefined()
    resolve()
    await begin
    const seat = await seated(wake)
    seat.giveUp()
    await worker.stop(1000)
  })

  test('gives its place back when it cannot be inserted', async () => {
    const { db } = await fresh()
    const wake = wakeSignal()
    const seen: number[] = []
    const kinds = [testKind('a', async ({ n }) => void seen.push(n))]
    const worker = await testWorker(db, kinds, { wake, concurrency: 1 })
    const failing = announcing({ ...db, enqueueHeld: () => Promise.reject(new Error('cut')) }, wake)
    await expect(put(failing, [{ kind: 'a', payload: { n: 1 } }])).rejects.toThrow('cut')
    await put(announcing(db, wake), [{ kind: 'a', payload: { n: 2 } }])
    await worker.quiet()
    await worker.stop(1000)
    expect(seen).toEqual([2])
  })

  test('is returned, its attempt unused, when the worker stops before it is committed', async () => {
    const { db } = await fresh()
    const wake = wakeSignal()
    const seen: number[] = []
    const worker = await testWorker(db, [testKind('a', async ({ n }) => void seen.push(n))], { wake })
    const inserting = Promise.withResolvers<void>()
    const goOn = Promise.withResolvers<void>()
    const slow: Database = {
      ...db,
      enqueueHeld: async (...job) => {
        inserting.resolve()
        await goOn.promise
        return db.enqueueHeld(...job)
      },
    }
    const enqueued = put(announcing(slow, wake), [{ kind: 'a', payload: { n: 1 } }])
    await inserting.promise
    const stopped = worker.stop(10_000)
    goOn.resolve()
    await Promise.all([enqueued, stopped])
    expect(seen).toEqual([])
    expect(await rows(db)).toMatchObject([{ status: 'pending', attempts: 0, locked_by: null }])
  })

  test('is done by another worker when its own dies with it', async () => {
    const { db } = await fresh()
    await db.enqueueHeld('outbox_jobs', row(), { worker: 'a dead one', lease_ms: 1 })
    const done = Promise.withResolvers<number>()
    const worker = await testWorker(db, [testKind('a', async (_, { attempt }) => done.resolve(attempt))], {
      lease_ms: 60,
    })
    expect(await done.promise).toBe(2)
    await worker.stop(1000)
    expect(await rows(db)).toMatchObject([{ status: 'done', history: [{ outcome: 'rescued' }] }])
  })

  test('leaves a crowd to share its commits', async () => {
    const { db } = await fresh()
    const wake = wakeSignal()
    const seen = new Set<number>()
    const worker = await testWorker(db, [testKind('a', async ({ n }) => void seen.add(n))], { wake })
    await seated(wake).then((seat) => seat.giveUp())
    let alone = 0
    const told = announcing(
      {
        ...db,
        enqueueHeld: (...job) => {
          alone += 1
          return db.enqueueHeld(...job)
        },
      },
      wake,
    )
    await Promise.all(Array.from({ length: 20 }, (_, n) => put(told, [{ kind: 'a', payload: { n } }])))
    await worker.quiet()
    await worker.stop(1000)
    expect(alone).toBe(1)
    expect(seen.size).toBe(20)
  })
})

/** Waits until the worker has a place to offer. */
async function seated(wake: Wake) {
  for (;;) {
    const seat = wake.seat('outbox_jobs', row())
    if (seat) return seat
    await Bun.sleep(1)
  }
}

/** The same database, in which nothing is ever claimed: what is done is written down all the same. */
function withoutClaims(db: Database): Database {
  return {
    ...db,
    queue: (name) => {
      const queue = db.queue(name)
      return { ...queue, exchange: (asked) => queue.exchange({ ...asked, shares: [] }) }
    },
  }
}

function row(): JobRow {
  const when = { run_at_ms: Date.now(), created_at_ms: Date.now() }
  const plain = { key: null, payload: { n: 1 }, priority: 100, max_attempts: null, traceparent: null }
  return { kind: 'a', tenant_id: '', ...plain, ...when }
}

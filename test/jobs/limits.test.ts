import { expect, test } from 'bun:test'
import { onBothDatabases } from '../support/databases.ts'
import { put, testKind, testWorker, workOff } from '../support/jobs.ts'

onBothDatabases('the places of a worker', (fresh) => {
  test('urgent jobs go before others that have waited longer', async () => {
    const { db } = await fresh()
    const seen: number[] = []
    await put(db, [
      { kind: 'a', payload: { n: 1 }, priority: 200, run_at_ms: 1 },
      { kind: 'a', payload: { n: 2 }, run_at_ms: 2 },
      { kind: 'a', payload: { n: 3 }, priority: 10, run_at_ms: 4 },
      { kind: 'a', payload: { n: 4 }, priority: 10, run_at_ms: 3 },
    ])
    await workOff(db, [testKind('a', async ({ n }) => void seen.push(n))], { concurrency: 1 })
    expect(seen).toEqual([4, 3, 2, 1])
  })

  test('no more of a kind run at once than it allows, and the rest of the places is for others', async () => {
    const { db } = await fresh()
    const a = gauge()
    const b = gauge()
    const jobs = Array.from({ length: 12 }, (_, n) => ({ kind: n % 2 ? 'a' : 'b', payload: { n } }))
    await put(db, jobs)
    await workOff(db, [testKind('a', a.perform, { concurrency: 2 }), testKind('b', b.perform)], {
      concurrency: 8,
    })
    expect([a.most(), a.count(), b.count()]).toEqual([2, 6, 6])
    expect(b.most()).toBeGreaterThan(2)
  })

  test('no more of a tenant run at once than the kind allows', async () => {
    const { db } = await fresh()
    const tenants = { t1: gauge(), t2: gauge() }
    const kind = testKind(
      'a',
      (payload, context) => tenants[context.job.tenant_id as 't1' | 't2'].perform(payload, context),
      { concurrency_per_tenant: 2 },
    )
    await put(
      db,
      Array.from({ length: 12 }, (_, n) => ({ kind: 'a', tenant_id: n % 2 ? 't1' : 't2', payload: { n } })),
    )
    await workOff(db, [kind], { concurrency: 20 })
    expect([tenants.t1.most(), tenants.t2.most()]).toEqual([2, 2])
  })

  test("one tenant's flood delays no other: there is always a place for the next", async () => {
    const { db } = await fresh()
    const flood = Promise.withResolvers<void>()
    const came = Promise.withResolvers<void>()
    const kind = testKind('a', (_, { job }) => {
      if (job.tenant_id === 'other') came.resolve()
      return job.tenant_id === 'flood' ? flood.promise : Promise.resolve()
    })
    await put(
      db,
      Array.from({ length: 50 }, (_, n) => ({ kind: 'a', tenant_id: 'flood', payload: { n } })),
    )
    const worker = await testWorker(db, [kind], { concurrency: 4 })
    await Bun.sleep(50)
    await put(db, [{ kind: 'a', tenant_id: 'other', payload: { n: 1 } }])
    worker.wake()
    await came.promise
    flood.resolve()
    await worker.quiet()
    await worker.stop(1000)
  })

  test('tenants of one priority take turns: a job that came last waits for no flood', async () => {
    const { db } = await fresh()
    const order: string[] = []
    await put(
      db,
      Array.from({ length: 100 }, (_, n) => ({ kind: 'a', tenant_id: 'flood', payload: { n } })),
    )
    await put(
      db,
      Array.from({ length: 5 }, (_, n) => ({ kind: 'a', tenant_id: 'other', payload: { n } })),
    )
    const kind = testKind('a', async (_, { job }) => void order.push(job.tenant_id))
    await workOff(db, [kind], { concurrency: 4 })
    expect(order.lastIndexOf('other')).toBeLessThan(30)
  })
})

function gauge() {
  let running = 0
  let most = 0
  let count = 0
  return {
    most: () => most,
    count: () => count,
    perform: async (..._: unknown[]) => {
      running += 1
      count += 1
      most = Math.max(most, running)
      await Bun.sleep(10)
      running -= 1
    },
  }
}

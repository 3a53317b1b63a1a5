import { expect, test } from 'bun:test'
import type { Database } from '../../src/db/database.ts'
import type { ClaimedJob, Exchange, Queue, Share } from '../../src/db/queue.ts'
import { onBothDatabases } from '../support/databases.ts'
import { put, rows } from '../support/jobs.ts'

const payload = { n: 1 }

onBothDatabases('a queue', (fresh) => {
  test('knows each lane once, with the time of its earliest job, and no lane of other kinds', async () => {
    const { queue, db } = await opened()
    await put(db, [
      { kind: 'a', payload, run_at_ms: 5000 },
      { kind: 'a', payload, run_at_ms: 4000 },
      { kind: 'a', tenant_id: 't', payload, run_at_ms: 7000 },
      { kind: 'a', priority: 10, tenant_id: 't', payload, run_at_ms: 6000 },
      { kind: 'b', payload, run_at_ms: 3000 },
      { kind: 'c', payload, run_at_ms: 2000 },
    ])
    const lanes = await queue.lanes(['a', 'b', 'unheard of'])
    expect(lanes.toSorted((a, b) => a.run_at_ms - b.run_at_ms)).toEqual([
      { kind: 'b', priority: 100, tenant_id: '', run_at_ms: 3000 },
      { kind: 'a', priority: 100, tenant_id: '', run_at_ms: 4000 },
      { kind: 'a', priority: 10, tenant_id: 't', run_at_ms: 6000 },
      { kind: 'a', priority: 100, tenant_id: 't', run_at_ms: 7000 },
    ])
    await queue.close()
  })

  test('gives from each lane as many as are asked for, the earliest first, and none before its time', async () => {
    const { queue, db } = await opened()
    await put(db, [
      { kind: 'a', payload: { n: 1 }, run_at_ms: 3000 },
      { kind: 'a', payload: { n: 2 }, run_at_ms: 1000 },
      { kind: 'a', payload: { n: 3 }, run_at_ms: 2000 },
      { kind: 'b', payload: { n: 4 }, run_at_ms: 1000 },
      { kind: 'b', payload: { n: 5 }, run_at_ms: 9000 },
    ])
    const jobs = await claim(queue, [
      { ...lane('a'), most: 2 },
      { ...lane('b'), most: 2 },
    ])
    expect(numbers(jobs).toSorted()).toEqual([2, 3, 4])
    expect(jobs.every((job) => job.attempts === 1 && job.turn === 1)).toBe(true)
    expect(numbers(await claim(queue, [{ ...lane('a'), most: 9 }]))).toEqual([1])
    await queue.close()
  })

  test('ends what is done, for the worker that holds it and at its turn alone', async () => {
    const { queue, db } = await opened()
    await put(db, [{ kind: 'a', payload, run_at_ms: 1000 }])
    const [job] = await claim(queue, [{ ...lane('a'), most: 1 }])
    await queue.exchange({ ...asking([]), worker: 'another', done: [job!] })
    await queue.exchange({ ...asking([]), done: [{ id: job!.id, turn: 7 }] })
    expect(await rows(db)).toMatchObject([{ status: 'running', locked_by: 'me' }])
    await queue.exchange({ ...asking([]), done: [job!] })
    expect(await rows(db)).toMatchObject([
      { status: 'done', locked_by: null, locked_until_utc: null, finished_at_utc: new Date(5000) },
    ])
    await queue.close()
  })

  test('ends and claims in one step', async () => {
    const { queue, db } = await opened()
    await put(db, [
      { kind: 'a', payload: { n: 1 }, run_at_ms: 1000 },
      { kind: 'a', payload: { n: 2 }, run_at_ms: 2000 },
    ])
    const first = await claim(queue, [{ ...lane('a'), most: 1 }])
    const second = await claim(queue, [{ ...lane('a'), most: 1 }], first)
    expect(numbers(second)).toEqual([2])
    expect((await rows(db)).map((row) => row.status)).toEqual(['done', 'running'])
    await queue.close()
  })

  test('passes over a job whose key is running, and gives it when that one has ended', async () => {
    const { queue, db } = await opened()
    await put(db, [{ kind: 'a', key: 'k', payload: { n: 1 }, run_at_ms: 1000 }])
    const first = await claim(queue, [{ ...lane('a'), most: 9 }])
    await put(db, [
      { kind: 'a', key: 'k', payload: { n: 2 }, run_at_ms: 1000 },
      { kind: 'a', key: 'l', payload: { n: 3 }, run_at_ms: 1000 },
    ])
    expect(numbers(await claim(queue, [{ ...lane('a'), most: 9 }]))).toEqual([3])
    await queue.exchange({ ...asking([]), done: first })
    expect(numbers(await claim(queue, [{ ...lane('a'), most: 9 }]))).toEqual([2])
    await queue.close()
  })

  test('begins after the place that is named', async () => {
    const { queue, db } = await opened()
    await put(
      db,
      [1000, 1000, 2000].map((run_at_ms, n) => ({ kind: 'a', payload: { n }, run_at_ms })),
    )
    const after = { run_at_ms: 1000, id: 1 }
    expect(numbers(await claim(queue, [{ ...lane('a'), most: 9, after }]))).toEqual([1, 2])
    await queue.close()
  })

  test('prolongs the leases of what is held, and says what is not', async () => {
    const { queue, db } = await opened()
    await put(
      db,
      [1, 2].map((n) => ({ kind: 'a', payload: { n }, run_at_ms: 1000 })),
    )
    const [one, two] = await claim(queue, [{ ...lane('a'), most: 2 }], [], -1)
    expect((await queue.overdue(['a'], 9)).map((job) => job.worker)).toEqual(['me', 'me'])
    expect(await queue.overdue(['b'], 9)).toEqual([])
    await queue.exchange({ ...asking([]), done: [two!] })
    const held = [one!, two!].map(({ id, turn }) => ({ id, turn }))
    expect(await queue.beat('another', held, 1000)).toEqual([])
    expect(await queue.beat('me', held, 10_000)).toEqual([held[0]!])
    expect(await queue.overdue(['a'], 9)).toEqual([])
    await queue.close()
  })

  test('removes what was finished long ago in steps, and nothing else', async () => {
    const { queue, db } = await opened()
    await put(
      db,
      Array.from({ length: 7 }, (_, n) => ({ kind: 'a', payload: { n }, run_at_ms: 1000 })),
    )
    const jobs = await claim(queue, [{ ...lane('a'), most: 5 }])
    await queue.exchange({ ...asking([]), done: jobs.slice(0, 3), now_ms: 2000 })
    await queue.exchange({ ...asking([]), done: jobs.slice(3, 4), now_ms: 8000 })
    const step = { before_ms: 5000, most: 3 }
    const first = await queue.prune({ ...step, after_id: 0 })
    expect(first).toEqual({ removed: 3, next_id: 3 })
    expect(await queue.prune({ ...step, after_id: 3 })).toEqual({ removed: 0, next_id: 6 })
    expect(await queue.prune({ ...step, after_id: 6 })).toEqual({ removed: 0, next_id: null })
    expect((await rows(db)).map((row) => row.status)).toEqual(['done', 'running', 'pending', 'pending'])
    await queue.close()
  })

  test('removes what died of no tenant, which no admin can try again, and keeps what others may', async () => {
    const { queue, db } = await opened()
    await put(
      db,
      ['', 'acme'].map((tenant_id, n) => ({ kind: 'a', tenant_id, payload: { n }, run_at_ms: 1000 })),
    )
    const { outbox_jobs: table } = db.t
    await db.q.update(table).set({ status: 'dead', finished_at_utc: new Date(2000) })
    expect(await queue.prune({ before_ms: 1999, after_id: 0, most: 9 })).toMatchObject({ removed: 0 })
    expect(await queue.prune({ before_ms: 5000, after_id: 0, most: 9 })).toMatchObject({ removed: 1 })
    expect((await rows(db)).map((row) => row.tenant_id)).toEqual(['acme'])
    await queue.close()
  })

  async function opened(): Promise<{ queue: Queue; db: Database }> {
    const { db } = await fresh()
    return { db, queue: db.queue('outbox_jobs') }
  }
})

function lane(kind: string) {
  return { kind, priority: 100, tenant_id: '' }
}

function asking(shares: Share[]): Exchange {
  return { done: [], shares, worker: 'me', now_ms: 5000, lease_ms: 30_000 }
}

function claim(queue: Queue, shares: Share[], done: ClaimedJob[] = [], lease_ms = 30_000) {
  return queue.exchange({ ...asking(shares), done, lease_ms })
}

function numbers(jobs: ClaimedJob[]): number[] {
  return jobs.map((job) => (job.payload as { n: number }).n)
}

import { describe, expect, test } from 'bun:test'
import { eq, sql } from 'drizzle-orm'
import type { Database } from '../../src/db/database.ts'
import { cancelJob } from '../../src/jobs/cancel.ts'
import { figures, oldestDueAge_ms } from '../../src/jobs/figures.ts'
import { listJobs } from '../../src/jobs/list.ts'
import { retryAllDead, retryJob } from '../../src/jobs/retry.ts'
import { showJob } from '../../src/jobs/show.ts'
import { systemClock } from '../../src/lib/clock.ts'
import { onBothDatabases } from '../support/databases.ts'
import { put, rows, testKind, workOff } from '../support/jobs.ts'

const QUEUE = 'outbox_jobs'

onBothDatabases('jobs seen from outside', (fresh) => {
  test('a list is the newest first, page by page, of one tenant alone', async () => {
    const { db } = await fresh()
    await put(
      db,
      ['t1', 't2', 't1', 't1'].map((tenant_id, n) => ({ kind: 'a', tenant_id, payload: { n } })),
    )
    const first = await listJobs(db, QUEUE, { tenant_id: 't1', limit: 2 })
    expect(first.items.map((it) => it.id)).toEqual(['4', '3'])
    const second = await listJobs(db, QUEUE, { tenant_id: 't1', limit: 2, cursor: first.next_cursor! })
    expect(second).toMatchObject({ items: [{ id: '1' }], next_cursor: null })
  })

  test('a list can be of one status and kind', async () => {
    const { db } = await fresh()
    await put(db, [
      { kind: 'a', payload: { n: 'no number' } },
      { kind: 'b', payload: { n: 1 } },
    ])
    await workOff(db, [testKind('a', async () => {})])
    const dead = await listJobs(db, QUEUE, { status: 'dead', limit: 10 })
    expect(dead.items.map((it) => it.kind)).toEqual(['a'])
    expect((await listJobs(db, QUEUE, { kind: 'b', limit: 10 })).items).toMatchObject([{ status: 'pending' }])
  })

  test('a job shows its history; one of another tenant does not exist', async () => {
    const { db } = await fresh()
    await put(db, [{ kind: 'a', tenant_id: 't1', payload: { n: 1 } }])
    const failing = testKind('a', () => Promise.reject(new TypeError('oh')), { max_attempts: 1 })
    await workOff(db, [failing])
    const job = await showJob(db, QUEUE, { tenant_id: 't1', id: '1' })
    expect(job).toMatchObject({
      status: 'dead',
      payload: { n: 1 },
      history: [{ attempt: 1, outcome: 'dead', error: 'TypeError: oh' }],
    })
    for (const which of [
      { tenant_id: 't2', id: '1' },
      { tenant_id: 't1', id: '2' },
      { tenant_id: 't1', id: "1' or 1=1" },
    ])
      expect(showJob(db, QUEUE, which)).rejects.toMatchObject({ code: 'not_found' })
  })

  test('a dead job that is retried has all its attempts before it', async () => {
    const { db } = await fresh()
    await put(db, [{ kind: 'a', payload: { n: 1 } }])
    const failing = testKind('a', () => Promise.reject(new Error('oh')), { max_attempts: 1 })
    await workOff(db, [failing])
    await retryJob(db, systemClock, QUEUE, { id: '1' })
    expect(await rows(db)).toMatchObject([{ status: 'pending', attempts: 0, finished_at_utc: null }])
    await workOff(db, [testKind('a', async () => {})])
    expect(await rows(db)).toMatchObject([{ status: 'done', attempts: 1 }])
    expect(retryJob(db, systemClock, QUEUE, { id: '1' })).rejects.toMatchObject({ code: 'conflict' })
  })

  test('a pending job that is retried is due at once', async () => {
    const { db } = await fresh()
    await put(db, [{ kind: 'a', payload: { n: 1 }, run_at_ms: Date.now() + 3_600_000 }])
    await retryJob(db, systemClock, QUEUE, { id: '1' })
    await workOff(db, [testKind('a', async () => {})])
    expect(await rows(db)).toMatchObject([{ status: 'done' }])
  })

  test('two thousand dead jobs are retried at once, and all are done', async () => {
    const { db } = await fresh()
    await put(
      db,
      Array.from({ length: 2000 }, (_, n) => ({ kind: 'a', tenant_id: `t${n % 7}`, payload: { n } })),
    )
    await bury(db)
    expect(await retryAllDead(db, systemClock, QUEUE, { kind: 'b' })).toBe(0)
    expect(await retryAllDead(db, systemClock, QUEUE, { kind: 'a' })).toBe(2000)
    const seen = new Set<number>()
    await workOff(db, [testKind('a', async ({ n }) => void seen.add(n))], { concurrency: 200 })
    expect(seen.size).toBe(2000)
    const left = await rows(db)
    expect(left.every((it) => it.status === 'done' && it.attempts === 1)).toBe(true)
  })

  test('of several dead jobs of one key one is retried, and none where one waits already', async () => {
    const { db } = await fresh()
    for (const key of ['k', 'k', 'l', 'l']) {
      await put(db, [{ kind: 'a', key, payload: { n: 1 } }])
      await bury(db)
    }
    await put(db, [{ kind: 'a', key: 'l', payload: { n: 2 } }])
    expect(await retryAllDead(db, systemClock, QUEUE, {})).toBe(1)
    expect((await rows(db)).map((it) => it.status)).toEqual([
      'canceled',
      'pending',
      'canceled',
      'canceled',
      'pending',
    ])
  })

  test('a pending job can be canceled, a done one cannot', async () => {
    const { db } = await fresh()
    await put(db, [{ kind: 'a', tenant_id: 't', payload: { n: 1 } }])
    await cancelJob(db, systemClock, QUEUE, { tenant_id: 't', id: '1' })
    let performed = 0
    await workOff(db, [
      testKind('a', async () => {
        performed += 1
      }),
    ])
    expect(performed).toBe(0)
    expect(await rows(db)).toMatchObject([{ status: 'canceled' }])
    expect(cancelJob(db, systemClock, QUEUE, { id: '1' })).rejects.toMatchObject({ code: 'conflict' })
  })

  test('the figures tell what waits, runs and is dead, and how old the oldest is', async () => {
    const { db } = await fresh()
    const now_ms = Date.now()
    await put(db, [
      { kind: 'a', payload: { n: 1 }, run_at_ms: now_ms - 5000 },
      { kind: 'a', payload: { n: 2 }, run_at_ms: now_ms - 3000 },
      { kind: 'b', payload: { n: 3 }, run_at_ms: now_ms + 9000 },
      { kind: 'c', payload: { n: 'no number' } },
    ])
    await workOff(db, [testKind('c', async () => {})])
    const all = await figures(db, QUEUE)
    expect(all.toSorted((a, b) => (a.kind < b.kind ? -1 : 1))).toEqual([
      { kind: 'a', pending: 2, running: 0, dead: 0, oldest_at_ms: now_ms - 5000 },
      { kind: 'b', pending: 1, running: 0, dead: 0, oldest_at_ms: now_ms + 9000 },
      { kind: 'c', pending: 0, running: 0, dead: 1, oldest_at_ms: null },
    ])
    expect(oldestDueAge_ms(all, now_ms)).toBe(5000)
  })
})

describe('the age of the oldest due job', () => {
  test('is nothing when nothing waits, or only what is not due', () => {
    expect(oldestDueAge_ms([], 1000)).toBe(0)
    expect(oldestDueAge_ms([{ kind: 'a', pending: 1, running: 0, dead: 0, oldest_at_ms: 2000 }], 1000)).toBe(
      0,
    )
  })
})

/** Buries all that waits, without the work of failing. */
async function bury(db: Database) {
  const { outbox_jobs } = db.t
  await db.q.update(outbox_jobs).set({ status: 'dead', attempts: 10 }).where(eq(sql`status`, 'pending'))
}

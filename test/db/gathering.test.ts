import { describe, expect, test } from 'bun:test'
import { gathering } from '../../src/db/gathering.ts'
import type { JobRow } from '../../src/db/queue.ts'
import { onBothDatabases } from '../support/databases.ts'
import { put, rows } from '../support/jobs.ts'
import { job } from '../support/rows.ts'

describe('jobs enqueued side by side outside a transaction', () => {
  test('that come in one turn, or while four statements are under way, share one; each caller is answered after its own', async () => {
    const { insert, statements, finish } = slow()
    const enqueue = gathering(insert)
    const answered: number[] = []
    const call = (n: number) => enqueue('outbox_jobs', [job(`${n}`)]).then(() => answered.push(n))
    const calls = [call(0), call(1)]
    for (const n of [2, 3, 4]) {
      await settled()
      calls.push(call(n))
    }
    await settled()
    expect(statements).toEqual([['0', '1'], ['2'], ['3'], ['4']])
    calls.push(call(5), call(6), call(7))
    await settled()
    expect(statements).toHaveLength(4)
    finish()
    await settled()
    expect(statements.slice(4)).toEqual([['5', '6', '7']])
    expect(answered).toEqual([0, 1, 2, 3, 4])
    finish()
    await Promise.all(calls)
    expect(answered).toEqual([0, 1, 2, 3, 4, 5, 6, 7])
  })

  test('do not share their faults', async () => {
    const enqueue = gathering(async (_, jobs) => {
      await Bun.sleep(1)
      if (jobs.some(({ kind }) => kind === 'bad'))
        throw Object.assign(new Error('invalid input'), { code: '22P02' })
    })
    const kinds = ['a', 'b', 'c', 'd', 'e', 'bad', 'f']
    const outcomes = await Promise.allSettled(kinds.map((kind) => enqueue('outbox_jobs', [job(kind)])))
    expect(outcomes.map(({ status }) => status)).toEqual(
      kinds.map((kind) => (kind === 'bad' ? 'rejected' : 'fulfilled')),
    )
  })

  test('are not written twice when nobody knows whether they were stored', async () => {
    const sent: string[] = []
    const enqueue = gathering(async (_, jobs) => {
      sent.push(...jobs.map(({ kind }) => kind))
      await Bun.sleep(1)
      throw Object.assign(new Error('cut'), { code: 'CONNECTION_CLOSED' })
    })
    const kinds = ['a', 'b', 'c', 'd', 'e', 'f']
    const outcomes = await Promise.allSettled(kinds.map((kind) => enqueue('outbox_jobs', [job(kind)])))
    expect(outcomes.map(({ status }) => status)).toEqual(kinds.map(() => 'rejected'))
    expect(sent).toEqual(kinds)
  })

  test('go alone when they have a key', async () => {
    const { insert, statements, finish } = slow()
    const enqueue = gathering(insert)
    const calls = [1, 2, 3].map(() => enqueue('outbox_jobs', [{ ...job('a'), key: 'k' }]))
    expect(statements).toEqual([['a'], ['a'], ['a']])
    finish()
    await Promise.all(calls)
  })
})

onBothDatabases('a crowd that enqueues', (fresh) => {
  test('finds every job in the table, once', async () => {
    const { db } = await fresh()
    await Promise.all(
      Array.from({ length: 300 }, (_, n) =>
        put(db, [{ kind: 'a', payload: { n }, key: n % 9 ? undefined : `${n}` }]),
      ),
    )
    const numbers = (await rows(db)).map(({ payload }) => (payload as { n: number }).n)
    expect(numbers.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 300 }, (_, n) => n))
  })
})

/** An insert that ends when it is told to. */
function slow() {
  const statements: string[][] = []
  let ends: (() => void)[] = []
  return {
    statements,
    insert: (_: string, jobs: JobRow[]) => {
      statements.push(jobs.map(({ kind }) => kind))
      return new Promise<void>((resolve) => ends.push(resolve))
    },
    finish: () => {
      const all = ends
      ends = []
      for (const end of all) end()
    },
  }
}

/** Two turns: an answer that has come lets the next ones gather for one. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 2; turn += 1) await new Promise((resolve) => setImmediate(resolve))
}

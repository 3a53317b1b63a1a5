import { expect, test } from 'bun:test'
import { announcing } from '../../src/jobs/announce.ts'
import { type Announced, wakeSignal } from '../../src/jobs/wake.ts'
import { onBothDatabases } from '../support/databases.ts'
import { put, rows, testKind, testWorker } from '../support/jobs.ts'

onBothDatabases('jobs that are announced', (fresh) => {
  test('are announced once they are committed, and not at all when they are rolled back', async () => {
    const { db } = await fresh()
    const heard = listening()
    const told = announcing(db, heard.wake)
    await told.transaction(async (tx) => {
      await put({ ...told, enqueue: tx.enqueue }, [{ kind: 'a', payload: { n: 1 } }])
      expect(heard.kinds()).toEqual([])
    })
    expect(heard.kinds()).toEqual(['a'])
    const failing = told.transaction(async (tx) => {
      await put({ ...told, enqueue: tx.enqueue }, [{ kind: 'b', payload: { n: 1 } }])
      throw new Error('no')
    })
    await expect(failing).rejects.toThrow('no')
    await put(told, [{ kind: 'c', payload: { n: 1 } }])
    expect(heard.kinds()).toEqual(['a', 'c'])
    const atOnce = (kind: string, then?: Error) =>
      told.atOnce(
        async () => {},
        async (tx) => {
          await put({ ...told, enqueue: tx.enqueue }, [{ kind, payload: { n: 1 } }])
          if (then) throw then
        },
      )
    await atOnce('d')
    await expect(atOnce('e', new Error('no'))).rejects.toThrow('no')
    expect(heard.kinds()).toEqual(['a', 'c', 'd'])
    expect((await rows(db)).map((row) => row.kind)).toEqual(['a', 'c', 'd'])
  })

  test('are done without a look at the table, also while others are being claimed', async () => {
    const { db } = await fresh()
    const wake = wakeSignal()
    const told = announcing(db, wake)
    const seen = new Set<number>()
    const kind = testKind('a', async ({ n }) => void seen.add(n))
    const looks = Promise.withResolvers<never[]>()
    const worker = await testWorker(lookingThrough(told, looks.promise), [kind], { wake, poll_ms: 60_000 })
    await Promise.all(
      Array.from({ length: 100 }, (_, n) =>
        put(told, [{ kind: 'a', tenant_id: `t${n % 3}`, payload: { n } }]),
      ),
    )
    while (seen.size < 100) await Bun.sleep(5)
    looks.resolve([])
    await worker.stop(1000)
    expect((await rows(db)).every((row) => row.status === 'done')).toBe(true)
  })
})

function listening() {
  const heard: Announced[] = []
  const wake = wakeSignal()
  wake.onWake((announced) => {
    if (announced) heard.push(announced)
  })
  return { wake, kinds: () => heard.flatMap(({ jobs }) => jobs.map((job) => job.kind)) }
}

/** The same database, each look at which ends with `looks`: until then the loop knows what it was told, and no more. */
function lookingThrough(db: ReturnType<typeof announcing>, looks: Promise<never[]>): typeof db {
  return { ...db, queue: (name) => ({ ...db.queue(name), lanes: () => looks }) }
}

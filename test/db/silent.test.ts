import { expect, test } from 'bun:test'
import { sql } from 'drizzle-orm'
import postgres from 'postgres'
import { awayFrom } from '../../src/db/away.ts'
import { openDatabase } from '../../src/db/open.ts'
import { onBothDatabases } from '../support/databases.ts'
import { put, rows, testKind, testWorker } from '../support/jobs.ts'
import { relay } from '../support/relay.ts'

const SILENCE_S = 0.6
/** What a connection may take to be given up, and another to be made. */
const HEALED_MS = 5000

onBothDatabases('a server that is gone without a word', (fresh, dialect) => {
  if (dialect === 'sqlite') return

  async function opened() {
    const { place } = await fresh()
    const url = new URL((place as { url: string }).url)
    const between = await relay(Number(url.port))
    url.port = String(between.port)
    const db = await openDatabase({ url: url.href, connections: 2, silence: SILENCE_S })
    return { db, between }
  }

  test('is not waited for: what was asked of it fails, and the one in its place is asked', async () => {
    const { db, between } = await opened()
    await Promise.all([db.ping(), db.ping(), db.ping()])
    between.lose()
    const began_ms = performance.now()
    const asked = [db.ping(), db.transaction((tx) => tx.q.select().from(tx.t.tenants)), db.ping()]
    const answers = await Promise.all(
      asked.map((it) =>
        it.then(
          () => 'answered',
          () => 'failed',
        ),
      ),
    )
    expect(answers).toContain('failed')
    await db.ping()
    expect(performance.now() - began_ms).toBeLessThan(HEALED_MS)
    await db.close()
    await between.stop()
  })

  test('takes no job with it: they go on over new connections', async () => {
    const { db, between } = await opened()
    let done = 0
    const kind = testKind('a', async () => {
      done += 1
    })
    const worker = await testWorker(db, [kind], { lease_ms: 900 })
    await put(db, [{ kind: 'a', payload: { n: 1 } }])
    while (done < 1) await Bun.sleep(5)
    between.lose()
    const began_ms = performance.now()
    while (
      !(await put(db, [{ kind: 'a', payload: { n: 2 } }]).then(
        () => true,
        () => false,
      ))
    );
    while ((await rows(db)).some(({ status }) => status !== 'done')) await Bun.sleep(20)
    expect(performance.now() - began_ms).toBeLessThan(2 * HEALED_MS)
    await worker.stop(1000)
    await db.close()
    await between.stop()
  })

  test('is told from one that keeps a table locked: that is asked again over the connections that there are', async () => {
    const { place } = await fresh()
    const { url } = place as { url: string }
    const db = await openDatabase({ url, connections: 2, silence: SILENCE_S })
    const other = postgres(url, { max: 2 })
    const [locked, done] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    const locking = other.begin(async (tx) => {
      await tx`lock table tenants`
      locked.resolve()
      await done.promise
    })
    await locked.promise
    for (let round = 0; round < 4; round += 1) {
      const ask = () => db.q.select().from(db.t.tenants)
      const answers = await Promise.all([ask(), ask()].map((it) => it.catch((error) => error)))
      expect(answers.map((error) => awayFrom(error) !== undefined)).toEqual([true, true])
    }
    const waiting = await other`
      select pid from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
    expect(waiting.length).toBeLessThanOrEqual(2)
    done.resolve()
    await locking
    expect(await db.q.select().from(db.t.tenants)).toEqual([])
    await other.end()
    await db.close()
  })

  test('is told from one that takes its time', async () => {
    const { db, between } = await opened()
    // Longer than a connection may be silent when nothing is asked of it.
    await db.ping()
    await Bun.sleep(SILENCE_S * 2000)
    await db.transaction(async (tx) => {
      await tx.q.select({ one: sql`1` }).from(tx.t.tenants)
      await Bun.sleep(SILENCE_S * 2000)
      await tx.q.select({ one: sql`1` }).from(tx.t.tenants)
    })
    await db.close()
    await between.stop()
  })
})

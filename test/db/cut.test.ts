import { expect, test } from 'bun:test'
import { sql } from 'drizzle-orm'
import postgres from 'postgres'
import { openDatabase } from '../../src/db/open.ts'
import { CONNECTING } from '../../src/db/postgres/connecting.ts'
import { onBothDatabases } from '../support/databases.ts'
import { raw } from '../support/raw.ts'

onBothDatabases('a connection that is cut', (fresh, dialect) => {
  if (dialect === 'sqlite') return

  test('in the middle of a transaction fails it, and the next one has a new connection', async () => {
    const { db, place } = await fresh()
    const cut = () =>
      raw(
        place,
        `select pg_terminate_backend(pid) from pg_stat_activity
          where datname = current_database() and query like '%pg_sleep%' and query not like '%pg_terminate%'`,
      )
    const attempt = async (n: number) => {
      const ended = db
        .transaction(async (tx) => {
          await tx.q.insert(tx.t.cron_ticks).values({ name: `${n}`, ticked_at_utc: new Date() })
          await tx.q.select({ slept: sql`pg_sleep(10)` }).from(tx.t.cron_ticks)
        })
        .then(
          () => 'committed',
          () => 'failed',
        )
      while (await Promise.race([ended.then(() => false), Bun.sleep(20).then(() => true)])) await cut()
      return ended
    }
    expect(await Promise.all([attempt(1), attempt(2), attempt(3)])).toEqual(['failed', 'failed', 'failed'])
    expect(await db.q.select().from(db.t.cron_ticks)).toEqual([])
    await db.transaction((tx) =>
      tx.q.insert(tx.t.cron_ticks).values({ name: 'a', ticked_at_utc: new Date(1) }),
    )
    expect(await db.q.select().from(db.t.cron_ticks)).toHaveLength(1)
  })

  test('in the middle of a statement leaves nothing that closing would wait for', async () => {
    const { place } = await fresh()
    if (!('url' in place)) throw new Error('Not on a server')
    const client = postgres(place.url, { max: 1, ...CONNECTING })
    const statement = client`select pg_terminate_backend(pg_backend_pid())`.then(
      () => 'answered',
      () => 'failed',
    )
    expect(await statement).toBe('failed')
    // Without a limit: it would wait for ever.
    await client.end()
  })

  test('at the first word fails that word, and nobody else', async () => {
    const server = Bun.listen({ hostname: '127.0.0.1', port: 0, socket: { data: welcomeThenCut() } })
    const db = await openDatabase({ url: `postgres://ada:secret@127.0.0.1:${server.port}/holdfast` })
    expect(await db.ping().catch((error) => error.code)).toMatch(/^(ECONNRESET|CONNECTION_CLOSED)$/)
    // What nobody waits for would end the process here.
    await Bun.sleep(0)
    server.stop(true)
  })
})

/** A server that lets everybody in, and hangs up at the first statement. */
function welcomeThenCut() {
  const AUTHENTICATED = [82, 0, 0, 0, 8, 0, 0, 0, 0]
  const READY = [90, 0, 0, 0, 5, 73]
  const welcomed = new WeakSet<object>()
  return (socket: Bun.Socket) => {
    if (welcomed.has(socket)) socket.end()
    else socket.write(new Uint8Array([...AUTHENTICATED, ...READY]))
    welcomed.add(socket)
  }
}

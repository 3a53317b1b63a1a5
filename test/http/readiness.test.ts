import { expect, test } from 'bun:test'
import postgres from 'postgres'
import { readinessOf } from '../../src/http/readiness.ts'
import { onBothDatabases } from '../support/databases.ts'

const WELL = { database: true, migrations: true, worker: true }

onBothDatabases('readiness', (fresh) => {
  test('that many ask for at once costs the database one probe, and the next to ask another', async () => {
    const { db } = await fresh()
    let probes = 0
    const ready = readinessOf({ ...db, pendingMigrations: counted }, () => true)
    const crowd = await Promise.all(Array.from({ length: 300 }, () => ready()))
    expect(crowd).toEqual(Array.from({ length: 300 }, () => WELL))
    expect(probes).toBe(1)
    expect(await ready()).toEqual(WELL)
    expect(probes).toBe(2)

    function counted() {
      probes += 1
      return db.pendingMigrations()
    }
  })

  test('is asked through the connections that are there', async () => {
    const { db, place } = await fresh()
    if (!('url' in place)) return
    let most = 0
    let isAsking = true
    const watching = (async () => {
      while (isAsking) most = Math.max(most, await connectionsTo(place.url))
    })()
    await Promise.all(Array.from({ length: 60 }, () => db.pendingMigrations()))
    isAsking = false
    await watching
    // Ten of the database's, and the one that looks.
    expect(most).toBeLessThanOrEqual(11)
  })
})

const COUNT = 'select count(*)::int as count from pg_stat_activity where datname = current_database()'

async function connectionsTo(url: string): Promise<number> {
  const client = postgres(url, { max: 1 })
  const [row] = await client.unsafe(COUNT)
  await client.end()
  return row!.count
}

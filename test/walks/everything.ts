import { afterAll, test } from 'bun:test'
import { openDatabase } from '../../src/db/open.ts'
import { freshDatabase } from '../support/databases.ts'
import { relay } from '../support/relay.ts'
import { customersWalk } from './customers.ts'
import { outlookWalk } from './outlook.ts'

// bun run test:walks: the random walks on a Postgres whose every answer takes its own time, so that what is done
// between a look and a write is done there. `WALKS=50 bun run test:walks` for longer.

const WALKS = Number(process.env.WALKS ?? 3)

/** Half come at once, most others within 4 ms, and one in fifty makes those behind it wait. */
function uneven_ms(): number {
  const chance = Math.random()
  if (chance < 0.5) return 0
  return Math.random() * (chance < 0.98 ? 4 : 80)
}

const ends: (() => Promise<unknown>)[] = []

async function unevenDatabase() {
  const { db, place } = await freshDatabase('postgres')
  await db.close()
  const url = new URL('url' in place ? place.url : '')
  const wire = await relay(Number(url.port), uneven_ms)
  url.port = String(wire.port)
  const slow = await openDatabase({ url: url.href })
  ends.push(
    () => slow.close(),
    () => wire.stop(),
  )
  return slow
}

for (const [whose, walk] of [
  ['customers', customersWalk],
  ['salespersons', outlookWalk],
] as const)
  for (let seed = 1; seed <= WALKS; seed += 1)
    test.concurrent(`a walk of ${whose} over an uneven connection, begun with ${seed}, leaves all in accord`, async () =>
      walk(await unevenDatabase(), seed))

afterAll(async () => {
  for (const end of ends) await end()
})

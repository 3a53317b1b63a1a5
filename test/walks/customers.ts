import { expect } from 'bun:test'
import type { Database } from '../../src/db/database.ts'
import { inWorld } from '../support/world.ts'
import { office } from './office.ts'
import { wanderer } from './wanderer.ts'

const STEPS = 2400
const TOGETHER = 12
/** After so many rounds all comes to rest, and must be in accord. */
const BETWEEN_RESTS = 25

/** Customers, admins, providers and time do what they may at random; nothing overlaps, and nothing is left behind. */
export async function customersWalk(db: Database, seed: number, steps = STEPS): Promise<void> {
  await inWorld(db, async (it, worker) => {
    const walk = wanderer(it, worker, seed)
    // As where a second replica runs.
    if (db.name === 'postgres') await it.work()
    await (await office(it)).openPanel()
    const rest = async () => {
      await walk.settle()
      await walk.checkClaims()
      await walk.checkOutside()
      await walk.checkTraces()
    }
    for (let step = 0; step < steps; step += TOGETHER) {
      await Promise.all(Array.from({ length: TOGETHER }, () => walk.step()))
      if (step % (5 * TOGETHER) === 0) await walk.checkClaims()
      walk.turnClock()
      if (step % (BETWEEN_RESTS * TOGETHER) === 0) await rest()
    }
    await rest()
    // A walk that never got anywhere would prove nothing.
    for (const deed of ['held', 'confirmed', 'rescheduled', 'canceled', 'restored', 'expired'])
      expect(await walk.timesOf(deed), deed).toBeGreaterThan(4)
    expect(await walk.panels()).toBeGreaterThan(4)
  })
}

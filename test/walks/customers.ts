import { expect } from 'bun:test'
import type { Database } from '../../src/db/database.ts'
import { inWorld } from '../support/world.ts'
import { office } from './office.ts'
import { type Deeds, type Wanderer, wanderer } from './wanderer.ts'

const STEPS = 2400
const TOGETHER = 12
/** After so many rounds all comes to rest, and must be in accord. */
const BETWEEN_RESTS = 25
/** How far ahead the clock of the other replica is. */
const AHEAD_MS = 3000

/** Customers, admins, providers and time do what they may at random; nothing overlaps, and nothing is left behind. */
export async function customersWalk(db: Database, seed: number, steps = STEPS): Promise<void> {
  await inWorld(db, async (it, worker) => {
    const walk = wanderer(it, worker, seed)
    // As where a second replica runs.
    if (db.name === 'postgres') await it.work(AHEAD_MS)
    const admin = await office(it)
    await admin.openPanel()
    const others = { ...walk.withJobs, ...byAdmin(admin, walk) }
    const rest = async () => {
      await walk.settle()
      await walk.checkClaims()
      await walk.checkOutside()
      await walk.checkTraces()
      await walk.checkPost()
    }
    for (let step = 0; step < steps; step += TOGETHER) {
      await Promise.all(Array.from({ length: TOGETHER }, () => walk.step(others)))
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

/** What an admin changes of what is offered, while it is booked. */
function byAdmin(
  { changeType, open }: Awaited<ReturnType<typeof office>>,
  { chance, pick }: Wanderer,
): Deeds {
  const TYPES = ['intro-zoom', 'call-phone']
  const changes = [
    () => ({ active: chance.uniform() < 0.8 }),
    () => ({ length_minutes: pick([15, 30, 45])!, buffer_after_minutes: pick([0, 10])! }),
    () => ({ maximum_per_day: pick([null, 3, 20])! }),
  ]
  return {
    changeType: { weight: 1, does: () => changeType(pick(TYPES)!, pick(changes)!()) },
    close: { weight: 1, does: () => open(chance.uniform() < 0.95) },
  }
}

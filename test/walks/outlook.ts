import { expect } from 'bun:test'
import { sweepEntry } from '../../src/booking/sweep/sweep.ts'
import type { Database } from '../../src/db/database.ts'
import { cron } from '../../src/jobs/cron.ts'
import { Failure } from '../../src/lib/failure.ts'
import type { Receiver } from '../../src/sync/receive.ts'
import { subscribed } from '../support/outlookWorld.ts'
import { inWorld, type World } from '../support/world.ts'
import { MAILBOXES, office, PEOPLE } from './office.ts'
import { type Deeds, type Wanderer, wanderer } from './wanderer.ts'

const STEPS = 1800
const TOGETHER = 12
/** After so many rounds all comes to rest, and must be in accord. */
const BETWEEN_RESTS = 25
const MINUTE_MS = 60_000
/** How far behind the clock of the other replica is. */
const LATE_MS = -3000

/** Beside customers and admins salespersons do what they like in Outlook, and its news are lost and doubled. */
export async function outlookWalk(db: Database, seed: number, steps = STEPS): Promise<void> {
  await inWorld(db, async (it, worker) => {
    const walk = wanderer(it, worker, seed)
    // As where a second replica runs.
    if (db.name === 'postgres') await it.work(LATE_MS)
    const { ctx, clock, sync, acme } = it
    await (await office(it)).openPanel()
    for (const one of (await acme()).salespersons.values()) await subscribed(it, one)
    Object.assign(sync, { receiver: unreliable(sync.receiver, walk) })
    const tick = cron(ctx.db, clock, [sync.entries.find(({ name }) => name === 'sweep')!, sweepEntry(ctx)])
    const others = { ...byHand(it, walk), ...(await byAdmin(it, walk)) }
    const rest = async () => {
      for (let turn = 0; turn < 3; turn += 1) {
        await walk.settle()
        clock.advance(MINUTE_MS)
        await tick()
      }
      await walk.settle()
      await walk.checkClaims()
      await walk.checkOutside(await disbelieved(it))
      await walk.checkTraces()
      await walk.checkPost()
    }
    for (let step = 0; step < steps; step += TOGETHER) {
      await Promise.all(Array.from({ length: TOGETHER }, () => walk.step(others)))
      if (step % (5 * TOGETHER) === 0) await walk.checkClaims()
      walk.turnClock()
      await tick()
      if (step % (BETWEEN_RESTS * TOGETHER) === 0) await rest()
    }
    await rest()
    // A walk that never got anywhere would prove nothing.
    for (const deed of [...FOLLOWED, 'rescheduled', 'restored'])
      expect(await walk.timesOf(deed), deed).toBeGreaterThan(0)
    expect(walk.mailboxes.size).toBeGreaterThan(2)
  })
}

const FOLLOWED = ['event_moved_by_sales', 'event_deleted_by_sales', 'overlap_after_move', 'customer_declined']

/** What salespersons do by hand in their own Outlook, and customers in theirs. */
function byHand({ outlook }: World, { chance, pick, start, events }: Wanderer): Deeds {
  const one = async () => {
    const event = pick((await events()).filter(({ booking_id }) => booking_id))
    return event && { event, mailbox: event.mailbox }
  }
  const { playground, switches } = outlook
  return {
    moveEvent: {
      weight: 2,
      does: async () => {
        const its = await one()
        if (!its) return
        const { event, mailbox } = its
        // Often onto the time of another meeting: nothing in Outlook forbids that.
        const other = chance.uniform() < 0.3 ? pick(playground.events(mailbox)) : undefined
        const start_ms = other?.start_ms ?? Date.parse(start())
        playground.move(mailbox, event.event_id, {
          start_ms,
          end_ms: start_ms + event.end_ms - event.start_ms,
        })
      },
    },
    deleteEvent: {
      weight: 1,
      does: async () => {
        // More than five within ten minutes would not be believed.
        const its = chance.uniform() < 0.5 ? await one() : undefined
        if (its) playground.remove(its.mailbox, its.event.event_id)
      },
    },
    decline: {
      weight: 1,
      does: async () => {
        const its = await one()
        if (its) playground.decline(its.mailbox, its.event.event_id, 'ada@example.com')
      },
    },
    rename: {
      weight: 1,
      does: async () => {
        const its = await one()
        if (its) playground.edit(its.mailbox, its.event.event_id, { subject: chance.secret(6) })
      },
    },
    failToRead: {
      weight: 1,
      does: async () => {
        const passing = new Failure('retry', 'walk', 'by chance')
        switches.failNext(1, passing, pick(['find', 'findByBooking', 'listMarked']))
      },
    },
  }
}

/** What an admin changes of the salespersons, while meetings of theirs are to come. */
async function byAdmin(it: World, { chance, pick }: Wanderer): Promise<Deeds> {
  const { setActive, moveTo } = await office(it)
  return {
    switchOffAndOn: {
      weight: 1,
      does: () => setActive(pick([...PEOPLE])!, chance.uniform() < 0.7),
    },
    anotherMailbox: {
      weight: 1,
      does: () => {
        const slug = pick([...PEOPLE])!
        return moveTo(slug, pick([...MAILBOXES[slug]])!)
      },
    },
  }
}

/** Of three notifications one is lost and one comes twice. */
function unreliable(receiver: Receiver, { chance }: Wanderer): Receiver {
  return {
    ...receiver,
    notifications: async (body) => {
      const times = Math.floor(chance.uniform() * 3)
      await Promise.all(Array.from({ length: times }, () => receiver.notifications(body)))
    },
  }
}

/** Of whose vanished events a person was asked, because they were too many. */
async function disbelieved({ ctx: { db } }: World): Promise<Set<string>> {
  const rows = await db.q.select().from(db.t.follow_ups)
  return new Set(
    rows.flatMap(({ kind, detail }) => (kind === 'mass_change' ? (detail.booking_ids as string[]) : [])),
  )
}

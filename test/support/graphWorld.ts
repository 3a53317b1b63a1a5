import { eq } from 'drizzle-orm'
import type { Database } from '../../src/db/database.ts'
import { cron } from '../../src/jobs/cron.ts'
import type { Worker } from '../../src/jobs/worker.ts'
import { graphOutlook } from '../../src/outlook/real.ts'
import { bundledZones } from '../../src/scheduling/zone.ts'
import { type GraphSimulator, startGraphSimulator } from '../simulators/graph.ts'
import type { SimEvent } from '../simulators/graphWorld.ts'
import { customer } from './customer.ts'
import { clientOf } from './graphClient.ts'
import { settlingWith } from './outlookWorld.ts'
import { listen, testServices } from './services.ts'
import { MONDAY_MS, type World, world } from './world.ts'

/** Waits until Graph has posted what it had to say; answers whether that was anything. */
export function delivered({ post }: GraphSimulator): () => Promise<boolean> {
  let before = 0
  return async () => {
    await post.settled()
    const is_new = post.deliveries.length > before
    before = post.deliveries.length
    return is_new
  }
}

export const M365 = '7f9c1c1e-6f1a-4f0e-9a55-1d2f3b4c5d6e'
const MINUTE_MS = 60_000

export type GraphScenery = Awaited<ReturnType<typeof scenery>>

/**
 * A world whose Outlook is the real client towards a simulator of Graph, which posts to the receiver over HTTP. Its
 * salespersons are subscribed, and the clock of both stands still until it is turned.
 */
export async function inGraphWorld(db: Database, story: (it: GraphScenery) => Promise<void>): Promise<void> {
  const made: { world?: World } = {}
  const clock = { now_ms: () => made.world?.clock.now_ms() ?? MONDAY_MS }
  const graph = await startGraphSimulator({ clock })
  const outlook = graphOutlook({ graph: clientOf(graph, { clock }), zones: bundledZones(), clock })
  const it = await world(db, { outlook })
  made.world = it
  await db.q.update(db.t.tenants).set({ m365_tenant_id: M365, config_revision: 100 })
  const server = listen(testServices(db, { sync: it.sync }))
  it.ctx.base_url = server.url
  try {
    await story(await scenery(it, await it.work(), graph))
  } finally {
    await it.end()
    await server.stop()
    await graph.stop()
  }
}

async function scenery(it: World, worker: Worker, graph: GraphSimulator) {
  const { ctx, sync, clock } = it
  const ada = customer(it, worker)
  const mailbox = { m365_tenant_id: M365, user: 'berlin@acme.example' }
  const settle = settlingWith(it, worker, delivered(graph))
  const tick = cron(ctx.db, clock, sync.entries)
  await sync.start()
  await settle()
  return {
    ...it,
    graph,
    ada,
    mailbox,
    settle,
    /** Lets time go by, and everything be done that cron finds due then. */
    after: async (ms: number) => {
      clock.advance(ms)
      await tick()
      await settle()
    },
    minute: async () => {
      clock.advance(MINUTE_MS)
      await tick()
      await settle()
    },
    /** Holds and confirms so many bookings of berlin that lie apart; answers each with its event. */
    async booked(count: number, type: Parameters<typeof ada.hold>[0] = 'call-phone') {
      const slots = (await ada.slots(type)).filter((_, n) => n % 4 === 0)
      const all: { id: string; event: SimEvent }[] = []
      for (const slot of slots.slice(0, count)) {
        const { id } = await ada.confirm(await ada.hold(type, slot))
        const event = graph.hands.events(mailbox).find(({ properties }) => properties[0]?.value === id)!
        all.push({ id, event: { ...event } })
      }
      await settle()
      return all
    },
    /** What Graph posts although the event is as it was. */
    tell(change: 'created' | 'updated' | 'deleted', { id }: SimEvent) {
      const box = [...graph.world.mailboxes.values()].find(({ user }) => user === mailbox.user)!
      graph.world.told(box, change, { ...graph.hands.events(mailbox)[0]!, id })
    },
    tracked: async (booking_id: string) => {
      const { tracking_events: table } = ctx.db.t
      const rows = await ctx.db.q.select().from(table).where(eq(table.booking_id, booking_id))
      return rows.map(({ kind }) => kind)
    },
    jobs: () => ctx.db.q.select().from(ctx.db.t.webhook_jobs),
    subscriptions: () => [...graph.world.subscriptions.values()],
  }
}

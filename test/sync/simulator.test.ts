import { expect, test } from 'bun:test'
import { eq } from 'drizzle-orm'
import { onBothDatabases } from '../support/databases.ts'
import { delivered, type GraphScenery, inGraphWorld } from '../support/graphWorld.ts'
import { settlingWith } from '../support/outlookWorld.ts'
import { remember, SECRET } from '../support/receiver.ts'
import { bareWorld } from '../support/world.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

onBothDatabases('with Graph over real HTTP', (fresh) => {
  const story = (tell: (it: GraphScenery) => Promise<void>) => async () =>
    inGraphWorld((await fresh()).db, tell)

  test(
    'every row of the truth table holds, whatever comes twice, late, in disorder, forged and mixed between tenants',
    story(async (it) => {
      const { graph, ada, mailbox, settle, booked, tracked, ctx } = it
      await neighbour(it)
      const hostile = { duplicate: true, reorder: true, mix: true, forge: true, delay_ms: 20 }
      Object.assign(graph.post.manners, { ...hostile, created_as_updated: true })
      const all = await booked(8)
      const [moved, onto, taken, deleted, canceled, declined, worded, orphaned] = all as Required<typeof all>
      for (const { id } of all) expect(await tracked(id)).toEqual(['held', 'confirming', 'confirmed'])

      const { bookings } = ctx.db.t
      await ctx.db.q.update(bookings).set({ status: 'canceled' }).where(eq(bookings.id, orphaned!.id))
      const of = ({ event }: (typeof all)[number]) => ({ ...mailbox, event_id: event.id })
      const later = { start_ms: moved!.event.start_ms + DAY_MS, end_ms: moved!.event.end_ms + DAY_MS }
      graph.hands.move({ ...of(moved!), ...later })
      graph.hands.move({ ...of(onto!), start_ms: taken!.event.start_ms, end_ms: taken!.event.end_ms })
      graph.hands.remove(of(deleted!))
      graph.hands.edit({ ...of(canceled!), is_cancelled: true })
      graph.hands.answer({ ...of(declined!), email: 'ada@example.com', response: 'declined' })
      graph.hands.edit({ ...of(worded!), subject: 'Other words' })
      graph.hands.edit({ ...of(orphaned!), subject: 'Still here' })
      graph.hands.add({ m365_tenant_id: OTHER, user: 'them@other.example', start_ms: 0, end_ms: 1 })
      await settle()

      const follows = ['event_moved_by_sales', 'customer_reinvite_required']
      const told = async (one: (typeof all)[number] | undefined) => (await tracked(one!.id)).slice(3)
      expect(await told(moved)).toEqual(follows)
      expect((await ada.booking(moved!.id)).start_at_utc.getTime()).toBe(later.start_ms)
      expect(await told(onto)).toEqual([...follows, 'overlap_after_move'])
      expect((await ada.booking(onto!.id)).start_at_utc.getTime()).toBe(taken!.event.start_ms)
      for (const one of [deleted, canceled]) {
        expect(await told(one)).toEqual(['canceled', 'event_deleted_by_sales', 'customer_notify_required'])
        expect(await ada.booking(one!.id)).toMatchObject({ status: 'canceled', source: 'sales_manual' })
      }
      expect(await told(declined)).toEqual(['customer_declined'])
      for (const one of [taken, worded]) expect(await told(one)).toEqual([])
      expect(await told(orphaned)).toEqual(['orphan_event_removed'])
      const living = graph.hands.events(mailbox).map(({ id }) => id)
      expect(living).not.toContain(orphaned!.event.id)
      expect(ada.letters()).toHaveLength(all.length)
      const jobs = await it.jobs()
      expect(jobs.filter(({ status }) => ['pending', 'running', 'dead'].includes(status))).toEqual([])
      expect(jobs.some(({ tenant_id }) => tenant_id === 'neighbour')).toBe(true)
    }),
  )

  test(
    'an event that becomes a series is told to a person once, and followed as a whole',
    story(async ({ graph, ada, mailbox, settle, booked, tracked }) => {
      const [first] = await booked(1)
      const of = { ...mailbox, event_id: first!.event.id }
      graph.hands.edit({ ...of, repeat: { every_days: 7, count: 4 } })
      await settle()
      const [asked, ...more] = await ada.followUps()
      expect(more).toEqual([])
      expect(asked).toMatchObject({ kind: 'event_became_series', booking_id: first!.id })
      expect(await tracked(first!.id)).toEqual(['held', 'confirming', 'confirmed'])
      graph.hands.edit({ ...of, subject: 'Every week' })
      await settle()
      expect(await ada.followUps()).toHaveLength(1)
      graph.hands.remove(of)
      await settle()
      expect(await ada.booking(first!.id)).toMatchObject({ status: 'canceled', source: 'sales_manual' })
    }),
  )

  test(
    'a storm of 429 ends with every job done and every booking at its new time',
    story(async ({ graph, ada, mailbox, settle, booked, jobs }) => {
      const all = await booked(3)
      graph.faults.add({ kind: 'throttle', on: 'GET /v1.0/users/[^/]+/events/', times: 20 })
      for (const { event } of all) {
        const time = { start_ms: event.start_ms + DAY_MS, end_ms: event.end_ms + DAY_MS }
        graph.hands.move({ ...mailbox, event_id: event.id, ...time })
      }
      await settle()
      expect(graph.faults.pending()).toEqual([])
      for (const { id, event } of all)
        expect((await ada.booking(id)).start_at_utc.getTime()).toBe(event.start_ms + DAY_MS)
      expect(new Set((await jobs()).map(({ status }) => status))).toEqual(new Set(['done']))
    }),
  )

  test(
    'with notifications off the sweep finds what was moved and what was deleted',
    story(async ({ graph, ada, mailbox, minute, booked }) => {
      const [moved, deleted] = await booked(2)
      graph.post.manners.on = false
      const time = { start_ms: moved!.event.start_ms + DAY_MS, end_ms: moved!.event.end_ms + DAY_MS }
      graph.hands.move({ ...mailbox, event_id: moved!.event.id, ...time })
      graph.hands.remove({ ...mailbox, event_id: deleted!.event.id })
      await minute()
      expect((await ada.booking(moved!.id)).start_at_utc.getTime()).toBe(time.start_ms)
      expect((await ada.booking(deleted!.id)).status).toBe('canceled')
    }),
  )

  test(
    'a false deletion cancels nothing, and nor does a mailbox that is gone: one follow-up tells of that',
    story(async ({ graph, ada, mailbox, settle, minute, booked, tell }) => {
      const all = await booked(2)
      const before = await Promise.all(all.map(({ id }) => ada.booking(id)))
      for (const { event } of all) tell('deleted', event)
      await settle()
      expect(await ada.followUps()).toEqual([])
      for (const trouble of ['denied', 'no_mailbox', 'unknown'] as const) {
        graph.hands.mailbox({ ...mailbox, trouble })
        for (const { event } of all) tell('deleted', event)
        await settle()
        await minute()
      }
      expect(await Promise.all(all.map(({ id }) => ada.booking(id)))).toEqual(before)
      expect((await ada.followUps()).map(({ kind }) => kind)).toEqual(['mailbox_unreachable'])
    }),
  )

  test(
    'each lifecycle event is answered, and a process that begins later renews what was made before',
    story(async (it) => {
      const { graph, ada, mailbox, settle, booked, subscriptions, clock, ctx } = it
      const [first] = await booked(1)
      const own = () => subscriptions().find((one) => one.mailbox.user === mailbox.user)!
      clock.advance(HOUR_MS)
      graph.post.lifecycle(own().id, 'reauthorizationRequired')
      await settle()
      expect(own().renewed_ms).toBeGreaterThanOrEqual(clock.now_ms() - 10_000)

      graph.post.manners.on = false
      const time = { start_ms: first!.event.start_ms + DAY_MS, end_ms: first!.event.end_ms + DAY_MS }
      graph.hands.move({ ...mailbox, event_id: first!.event.id, ...time })
      graph.post.lifecycle(own().id, 'missed')
      await settle()
      expect((await ada.booking(first!.id)).start_at_utc.getTime()).toBe(time.start_ms)

      const lost = own()
      graph.post.lifecycle(lost.id, 'subscriptionRemoved')
      await settle()
      expect(subscriptions()).toHaveLength(2)
      expect(own().client_state).not.toBe(lost.client_state)

      await it.end()
      clock.advance(4 * DAY_MS)
      const ids = subscriptions().map(({ id }) => id)
      const next = bareWorld(ctx.db, { at_ms: clock.now_ms(), outlook: ctx.outlook })
      next.ctx.base_url = ctx.base_url
      try {
        const worker = await next.work()
        await next.sync.start()
        await settlingWith(next, worker, delivered(graph))()
      } finally {
        await next.end()
      }
      expect(subscriptions().map(({ id }) => id)).toEqual(ids)
      for (const { renewed_ms } of subscriptions()) expect(renewed_ms).toBe(clock.now_ms())
    }),
  )
})

const OTHER = '33333333-3333-4333-8333-333333333333'

/** Another tenant at Graph, whose notifications reach the same address. */
async function neighbour({ ctx, clock }: GraphScenery): Promise<void> {
  const url = `${ctx.base_url}/v1/webhooks/graph`
  const { subscription_id } = await ctx.outlook.subscribe(
    { m365_tenant_id: OTHER, user: 'them@other.example' },
    {
      notification_url: url,
      lifecycle_url: `${url}/lifecycle`,
      client_state: SECRET,
      expiration_ms: clock.now_ms() + DAY_MS,
    },
  )
  const salesperson = { id: 'them', tenant_id: 'neighbour' }
  await remember(ctx, { id: 'row-neighbour', subscription_id, salesperson, secret: SECRET })
}

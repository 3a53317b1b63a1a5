import { expect, test } from 'bun:test'
import { eq } from 'drizzle-orm'
import { cron } from '../../src/jobs/cron.ts'
import { Failure } from '../../src/lib/failure.ts'
import { inQuestion, question } from '../../src/sync/inQuestion.ts'
import { sceneOf } from '../../src/sync/scene.ts'
import { sweepMailbox } from '../../src/sync/sweepMailbox.ts'
import { type FollowUp, resolveFollowUp } from '../../src/tenants/followUp.ts'
import { onBothDatabases } from '../support/databases.ts'
import { inOutlookWorld, type Scenery } from '../support/outlookWorld.ts'

const DAY_MS = 86_400_000
const MINUTE_MS = 60_000

onBothDatabases('with notifications off, the sweep', (fresh) => {
  /** A world in which nobody is told anything, and a minute can go by. */
  const silent = (tell: (it: Scenery & { minute(): Promise<void> }) => Promise<void>) => async () =>
    inOutlookWorld((await fresh()).db, async (it) => {
      const { ctx, clock, sync, settle, outlook } = it
      await ctx.db.q.update(ctx.db.t.graph_subscriptions).set({ status: 'retired' })
      const tick = cron(ctx.db, clock, [sync.entries.find(({ name }) => name === 'sweep')!])
      await outlook.unsubscribe(it.mailbox.m365_tenant_id, it.subscription_id)
      const minute = async () => {
        clock.advance(MINUTE_MS)
        await tick()
        await settle()
      }
      await tell({ ...it, minute })
    })

  test(
    'finds what was moved, within the time listed and far beyond it',
    silent(async ({ booked, minute, outlook, mailbox, ada }) => {
      const [first, , , second] = await ada.slots()
      const near = await booked('intro-zoom', first)
      const far = await booked('intro-zoom', second)
      const by = ({ event }: typeof near, ms: number) =>
        outlook.playground.move(mailbox, event.event_id, {
          start_ms: event.start_ms + ms,
          end_ms: event.end_ms + ms,
        })
      by(near, 3 * 3_600_000)
      by(far, 300 * DAY_MS)
      expect((await ada.booking(near.booking.id)).revision).toBe(near.booking.revision)
      await minute()
      for (const [{ booking, event }, ms] of [
        [near, 3 * 3_600_000],
        [far, 300 * DAY_MS],
      ] as const) {
        const { start_at_utc, status } = await ada.booking(booking.id)
        expect([start_at_utc.getTime(), status]).toEqual([event.start_ms + ms, 'confirmed'])
      }
      await minute()
      expect(
        (await ada.followUps()).filter(({ kind }) => kind === 'customer_reinvite_required'),
      ).toHaveLength(2)
    }),
  )

  test(
    'finds what was deleted or canceled',
    silent(async ({ booked, minute, outlook, mailbox, ada }) => {
      const [first, , , second] = await ada.slots()
      const deleted = await booked('intro-zoom', first)
      const canceled = await booked('intro-zoom', second)
      outlook.playground.remove(mailbox, deleted.event.event_id)
      outlook.playground.edit(mailbox, canceled.event.event_id, { is_canceled: true })
      await minute()
      for (const { booking } of [deleted, canceled])
        expect(await ada.booking(booking.id)).toMatchObject({ status: 'canceled', source: 'sales_manual' })
      expect(ada.meetings()).toEqual([])
    }),
  )

  test(
    'cancels nothing because a list leaves an event out: the event itself is asked',
    silent(async ({ booked, minute, outlook, ada, ctx }) => {
      const { booking } = await booked()
      Object.assign(ctx.outlook, { listMarked: async () => [] })
      await minute()
      expect(await ada.booking(booking.id)).toEqual(booking)
      expect(outlook.playground.events(await ada.mailbox())).toHaveLength(1)
    }),
  )

  test(
    'finds what was deleted behind others that a list leaves out for good, such as those in a second calendar',
    silent(async ({ booked, minute, outlook, mailbox, ada, ctx }) => {
      const slots = (await ada.slots('call-phone')).filter((_, n) => n % 4 === 0).slice(0, 8)
      const all = []
      for (const slot of slots) all.push(await booked('call-phone', slot))
      Object.assign(ctx.outlook, { listMarked: async () => [] })
      const last = all.pop()!
      outlook.playground.remove(mailbox, last.event.event_id)
      for (let turn = 0; turn < 15; turn += 1) await minute()
      expect(await ada.booking(last.booking.id)).toMatchObject({ status: 'canceled', source: 'sales_manual' })
      for (const { booking } of all) expect(await ada.booking(booking.id)).toEqual(booking)
    }),
  )

  test(
    'finds an event that has outlived its booking',
    silent(async ({ booked, minute, outlook, mailbox, ada, desk, settle, tracked }) => {
      const { booking, event } = await booked()
      await booked('intro-zoom')
      await desk.admin.cancel({ tenant_id: booking.tenant_id, booking_id: booking.id, actor: 'admin_key' })
      await settle()
      outlook.playground.edit(mailbox, outlook.playground.add(mailbox, event).event_id, {
        booking_id: booking.id,
      })
      expect(await ada.events()).toHaveLength(2)
      await minute()
      expect(await ada.events()).toHaveLength(1)
      expect((await tracked(booking.id)).at(-1)).toMatchObject({ kind: 'orphan_event_removed' })
    }),
  )

  test(
    'believes no mass of vanished events, and asks once',
    silent(async ({ booked, minute, outlook, mailbox, ada }) => {
      const slots = (await ada.slots('call-phone')).filter((_, n) => n % 4 === 0).slice(0, 8)
      const all = []
      for (const slot of slots) all.push(await booked('call-phone', slot))
      for (const { event } of all) outlook.playground.remove(mailbox, event.event_id)
      await minute()
      await minute()
      for (const { booking } of all) expect((await ada.booking(booking.id)).status).toBe('confirmed')
      expect((await ada.followUps()).map(({ kind }) => kind)).toEqual(['mass_change'])
    }),
  )

  test(
    'believes a mass no sooner because it grows small: a person says when that is done',
    silent(async (it) => {
      const { minute, ada, ctx, clock } = it
      const all = await vanished(it, 7)
      await minute()
      const statuses = async () => all.map(async ({ booking }) => (await ada.booking(booking.id)).status)
      const states = async () => Promise.all(await statuses())
      await restore(it, all[0]!)
      await minute()
      expect(await states()).toEqual(Array(7).fill('confirmed'))
      // The first of those that are still gone would be over by now.
      clock.set(all[1]!.event.end_ms)
      await minute()
      expect(await states()).toEqual(Array(7).fill('confirmed'))
      const { id, tenant_id } = (await ada.followUps()).find(({ kind }) => kind === 'mass_change')!
      await resolveFollowUp(ctx.db, ctx, { tenant_id, id, actor: { name: 'admin_key' } })
      await minute()
      expect(await states()).toEqual(['confirmed', 'confirmed', ...Array(5).fill('canceled')])
    }),
  )

  test(
    'names everything that is in question, and what came back is followed again',
    silent(async (it) => {
      const { minute, ada, outlook, mailbox } = it
      const all = await vanished(it, 12)
      const inQuestion = async () => {
        const [{ detail }, ...more] = (await ada.followUps()) as [FollowUp, ...FollowUp[]]
        expect(more).toEqual([])
        return detail.booking_ids as string[]
      }
      for (let turn = 0; turn < 20; turn += 1) await minute()
      expect((await inQuestion()).toSorted()).toEqual(all.map(({ booking }) => booking.id).toSorted())
      for (const one of all) await restore(it, one)
      await minute()
      await minute()
      expect(await inQuestion()).toEqual([])
      const { booking } = all[0]!
      const again = (await ada.events()).find(({ booking_id }) => booking_id === booking.id)!
      outlook.playground.remove(mailbox, again.event_id)
      await minute()
      expect(await ada.booking(booking.id)).toMatchObject({ status: 'canceled', source: 'sales_manual' })
    }),
  )

  test(
    'still asks about what vanished while the list was read in which it stands',
    silent(async (it) => {
      const { ctx } = it
      const ids = (await several(it, 7)).map(({ booking }) => booking.id)
      const { tenant_id, salesperson_id } = await it.ada.booking(ids[0]!)
      const scene = (await sceneOf(ctx, { tenant_id, salesperson_id }))!
      const outlook: typeof ctx.outlook = {
        ...ctx.outlook,
        async listMarked(mailbox, window) {
          const listed = await ctx.outlook.listMarked(mailbox, window)
          await question(ctx, scene, ids)
          return listed
        },
      }
      await sweepMailbox({ ...ctx, outlook }, scene)
      expect(await inQuestion(ctx, scene)).toEqual(new Set(ids))
    }),
  )

  test(
    'changes nothing while the mailbox is out of reach, and catches up afterwards',
    silent(async ({ booked, minute, outlook, mailbox, ada }) => {
      const { booking, event } = await booked()
      outlook.playground.move(mailbox, event.event_id, {
        start_ms: event.start_ms + DAY_MS,
        end_ms: event.end_ms + DAY_MS,
      })
      outlook.switches.unreadable(mailbox, true)
      await minute()
      await minute()
      expect(await ada.booking(booking.id)).toEqual(booking)
      expect((await ada.followUps()).map(({ kind }) => kind)).toEqual(['mailbox_unreachable'])
      outlook.switches.unreadable(mailbox, false)
      await minute()
      expect((await ada.booking(booking.id)).start_at_utc.getTime()).toBe(event.start_ms + DAY_MS)
    }),
  )

  test(
    'goes on with the others when one mailbox fails, and comes back to it a minute later',
    silent(async ({ booked, minute, outlook, mailbox, ada, ctx }) => {
      const { booking, event } = await booked()
      outlook.playground.move(mailbox, event.event_id, {
        start_ms: event.start_ms + DAY_MS,
        end_ms: event.end_ms + DAY_MS,
      })
      outlook.switches.failNext(
        2,
        new Failure('retry', 'http_503', 'Graph answers 503', { status: 503 }),
        'listMarked',
      )
      await minute()
      expect(await ada.booking(booking.id)).toEqual(booking)
      const { webhook_jobs: jobs } = ctx.db.t
      expect(await ctx.db.q.select().from(jobs).where(eq(jobs.kind, 'sweep'))).toMatchObject([
        { status: 'done' },
      ])
      await minute()
      expect((await ada.booking(booking.id)).start_at_utc.getTime()).toBe(event.start_ms + DAY_MS)
    }),
  )
})

/** So many booked events, all of which the salesperson has lost. */
async function vanished(it: Scenery, count: number) {
  const all = await several(it, count)
  for (const { event } of all) it.outlook.playground.remove(it.mailbox, event.event_id)
  return all
}

async function several({ ada, booked }: Scenery, count: number) {
  const slots = (await ada.slots('call-phone')).filter((_, n) => n % 4 === 0).slice(0, count)
  const all: Awaited<ReturnType<typeof booked>>[] = []
  for (const slot of slots) all.push(await booked('call-phone', slot))
  expect(all).toHaveLength(count)
  return all
}

/** Brings an event back as Outlook does from among the deleted items, under another id. */
async function restore(
  { outlook, mailbox }: Scenery,
  { booking, event }: Awaited<ReturnType<Scenery['booked']>>,
) {
  const { event_id } = outlook.playground.add(mailbox, event)
  outlook.playground.edit(mailbox, event_id, { booking_id: booking.id })
}

import { expect, test } from 'bun:test'
import { eq } from 'drizzle-orm'
import { bookingEntries } from '../../src/booking/entries.ts'
import { cron } from '../../src/jobs/cron.ts'
import type { Worker } from '../../src/jobs/worker.ts'
import { Failure } from '../../src/lib/failure.ts'
import { resolveFollowUp } from '../../src/tenants/followUp.ts'
import { customer } from '../support/customer.ts'
import { onBothDatabases } from '../support/databases.ts'
import { inWorld, type World } from '../support/world.ts'

type Ada = ReturnType<typeof customer> & { sweep(by?: Worker): Promise<void>; removed(): Promise<string[]> }

onBothDatabases('the sweep', (fresh) => {
  const story = async (tell: (they: Ada, it: World) => Promise<void>) => {
    const { db } = await fresh()
    await inWorld(db, async (it, worker) => {
      const ada = customer(it, worker)
      const sweep = async (by = worker) => {
        it.clock.advance(11 * 60_000)
        await cron(db, it.clock, bookingEntries(it.ctx))()
        it.wake()
        await customer(it, by).settle()
      }
      const removed = async () => {
        const { tracking_events: events } = db.t
        const kinds = (await db.q.select().from(events)).map((row) => row.kind)
        return kinds.filter((kind) => kind.startsWith('orphan_')).sort()
      }
      await tell({ ...ada, sweep, removed }, it)
    })
  }

  test('leaves everything alone where all is as it should be', () =>
    story(async (ada, { outlook, zoom }) => {
      await ada.confirm(await ada.hold())
      await ada.confirm(await ada.hold('call-phone'))
      const mails = outlook.mails.length
      await ada.sweep()
      expect(outlook.mails).toHaveLength(mails)
      expect(zoom.meetings()).toHaveLength(1)
      expect(await ada.events()).toHaveLength(2)
      expect(await ada.followUps()).toEqual([])
      expect(await ada.removed()).toEqual([])
    }))

  test('removes what bears the mark of a booking that is over', () =>
    story(async (ada, { ctx, zoom }) => {
      const booking = await ada.confirm(await ada.hold())
      // As if a cancellation had never reached the providers.
      await ctx.db.q
        .update(ctx.db.t.bookings)
        .set({ status: 'canceled' })
        .where(eq(ctx.db.t.bookings.id, booking.id))
      await ada.sweep()
      expect(zoom.meetings()).toEqual([])
      expect(await ada.events()).toEqual([])
      expect(await ada.removed()).toEqual(['orphan_event_removed', 'orphan_meeting_removed'])
    }))

  test('removes the second meeting of a booking, and never the first', () =>
    story(async (ada, { zoom }) => {
      const booking = await ada.confirm(await ada.hold())
      const [first] = zoom.meetings()
      zoom.plant(first!)
      expect(zoom.meetings()).toHaveLength(2)
      await ada.sweep()
      expect(zoom.meetings()).toMatchObject([{ join_url: booking.join_url! }])
    }))

  test('leaves a copy of an event to a person, who is asked once and has the last word', () =>
    story(async (ada, { ctx, outlook }) => {
      const booking = await ada.confirm(await ada.hold())
      const [mailbox, [event]] = [await ada.mailbox(), await ada.events()]
      const { event_id } = outlook.playground.add(mailbox, event!)
      outlook.playground.edit(mailbox, event_id, { booking_id: booking.id })
      await ada.sweep()
      const [asked, ...more] = await ada.followUps()
      expect(more).toEqual([])
      expect(asked).toMatchObject({ kind: 'second_event', booking_id: booking.id, detail: { event_id } })
      const { id, tenant_id } = asked!
      await resolveFollowUp(ctx.db, ctx, { tenant_id, id, actor: { name: 'admin_key' } })
      await ada.sweep()
      expect(await ada.followUps()).toHaveLength(1)
      expect(await ada.events()).toHaveLength(2)
    }))

  test('never touches what bears a mark that this database does not know', () =>
    story(async (ada, { zoom }) => {
      await ada.confirm(await ada.hold())
      zoom.plant({ ...zoom.meetings()[0]!, booking_id: '0197287d-2c00-7000-8000-0000000000f1' })
      await ada.sweep()
      expect(zoom.meetings()).toHaveLength(2)
    }))

  test('keeps off a booking that is being changed, or was a moment ago', () =>
    story(async (ada, { ctx, zoom, clock }) => {
      const booking = await ada.confirm(await ada.hold())
      const { bookings } = ctx.db.t
      await ctx.db.q.update(bookings).set({ status: 'canceled', saga_id: 'at work' })
      await ada.sweep()
      expect(zoom.meetings()).toHaveLength(1)
      const soon = new Date(clock.now_ms() + 8 * 60_000)
      await ctx.db.q
        .update(bookings)
        .set({ saga_id: null, updated_at_utc: soon })
        .where(eq(bookings.id, booking.id))
      await ada.sweep()
      expect(zoom.meetings()).toHaveLength(1)
      await ada.sweep()
      expect(zoom.meetings()).toEqual([])
    }))

  test('asks a person, once, where the meeting of a booking is missing', () =>
    story(async (ada, { ctx, zoom }) => {
      const booking = await ada.confirm(await ada.hold())
      await zoom.delete(await ctx.zoomAccounts.of(''), zoom.meetings()[0]!.provider_meeting_id)
      await ada.sweep()
      await ada.sweep()
      expect(await ada.followUps()).toMatchObject([{ kind: 'zoom_meeting_missing', booking_id: booking.id }])
    }))

  test('believes no list: a meeting that can be read is there', () =>
    story(async (ada, { ctx, zoom }) => {
      await ada.confirm(await ada.hold())
      ctx.zoom = { ...zoom, listMarked: async () => [] }
      await ada.sweep()
      expect(await ada.followUps()).toEqual([])
    }))

  test('moves a meeting that stayed behind to where its booking is, but not again and again', () =>
    story(async (ada, { ctx, zoom }) => {
      const booking = await ada.confirm(await ada.hold())
      const { provider_meeting_id } = zoom.meetings()[0]!
      const elsewhere = { start_ms: booking.start_at_utc.getTime() + 3_600_000, duration_minutes: 30 }
      const change = { ...elsewhere, time_zone: 'UTC' }
      await zoom.change(await ctx.zoomAccounts.of(''), provider_meeting_id, change)
      await ada.sweep()
      expect(zoom.meetings()).toMatchObject([{ start_ms: booking.start_at_utc.getTime() }])
      await zoom.change(await ctx.zoomAccounts.of(''), provider_meeting_id, change)
      await ada.sweep()
      expect(zoom.meetings()).toMatchObject([elsewhere])
    }))

  test('leaves a meeting where it is on the day on which Zoom refuses more changes, and moves it on the next', () =>
    story(async (ada, { ctx, zoom, clock }) => {
      const { start_at_utc } = await ada.confirm(await ada.hold())
      const [{ provider_meeting_id } = { provider_meeting_id: '' }] = zoom.meetings()
      const elsewhere = { start_ms: start_at_utc.getTime() + 3_600_000, duration_minutes: 30 }
      const account = await ctx.zoomAccounts.of('')
      await zoom.change(account, provider_meeting_id, { ...elsewhere, time_zone: 'UTC' })
      zoom.failNext(1, new Failure('permanent', 'zoom_daily_limit', 'Used up', { status: 429 }), 'change')
      await ada.sweep()
      const [told] = await ada.followUps()
      expect(told).toMatchObject({ kind: 'meeting_not_moved', detail: { saga: 'follow' } })
      expect(told!.detail.reason).toContain('zoom_daily_limit')
      clock.advance(7 * 3_600_000)
      await ada.sweep()
      expect(zoom.meetings()).toMatchObject([elsewhere])
      clock.advance(9 * 3_600_000)
      await ada.sweep()
      expect(zoom.meetings()).toMatchObject([{ start_ms: start_at_utc.getTime() }])
    }))

  test('sees to Outlook although Zoom is down, and dies of neither', () =>
    story(async (ada, { ctx, zoom }) => {
      await ada.confirm(await ada.hold())
      await ctx.db.q.update(ctx.db.t.bookings).set({ status: 'canceled' })
      zoom.failNext(1, new Failure('permanent', 'zoom_credentials_wrong', 'No'), 'listMarked')
      const failed: unknown[] = []
      ctx.log = { ...ctx.log, warn: (_, fields) => void failed.push(fields?.what) }
      await ada.sweep()
      expect(failed).toEqual(['zoom'])
      expect(await ada.removed()).toEqual(['orphan_event_removed'])
      const { outbox_jobs: jobs } = ctx.db.t
      expect(await ctx.db.q.select().from(jobs).where(eq(jobs.status, 'dead'))).toEqual([])
    }))

  test('gives a saga whose job was taken away another one', () =>
    story(async (ada, it) => {
      const { ctx } = it
      const held = await ada.hold()
      await it.end()
      it.desk.confirm(held).catch(() => {})
      while ((await ada.booking(held.booking_id)).status === 'held') await Bun.sleep(1)
      const { outbox_jobs: jobs } = ctx.db.t
      await ctx.db.q.update(jobs).set({ status: 'canceled' }).where(eq(jobs.kind, 'run_saga'))
      await ada.sweep(await it.work())
      expect(await ada.booking(held.booking_id)).toMatchObject({ status: 'confirmed' })
    }))
})

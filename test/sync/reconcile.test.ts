import { expect, test } from 'bun:test'
import { Failure } from '../../src/lib/failure.ts'
import { resolveFollowUp } from '../../src/tenants/followUp.ts'
import { onBothDatabases } from '../support/databases.ts'
import { inOutlookWorld, type Scenery } from '../support/outlookWorld.ts'

const HALF_HOUR_MS = 1_800_000
const DAY_MS = 86_400_000

onBothDatabases('a booking follows its event', (fresh) => {
  const story = (tell: (it: Scenery) => Promise<void>) => async () => inOutlookWorld((await fresh()).db, tell)
  const kinds = (rows: { kind: string }[]) => rows.map(({ kind }) => kind)

  test(
    'to another time, with its claim and its Zoom meeting, and a person is asked to tell the customer',
    story(async ({ booked, settle, outlook, mailbox, ada, tracked, audited }) => {
      const { booking, event } = await booked()
      const time = { start_ms: event.start_ms + DAY_MS, end_ms: event.end_ms + DAY_MS + HALF_HOUR_MS }
      outlook.playground.move(mailbox, event.event_id, time)
      await settle()
      const moved = await ada.booking(booking.id)
      expect(moved).toMatchObject({
        status: 'confirmed',
        source: 'sales_manual',
        start_at_utc: new Date(time.start_ms),
        end_at_utc: new Date(time.end_ms),
        revision: booking.revision + 1,
        saga_id: null,
      })
      const [claim] = await ada.claims()
      expect(claim).toMatchObject({
        booking_id: booking.id,
        start_at_utc: moved.start_at_utc,
        expires_at_utc: null,
      })
      expect(claim!.until_utc.getTime()).toBeGreaterThanOrEqual(time.end_ms)
      expect(ada.meetings()).toMatchObject([{ start_ms: time.start_ms, duration_minutes: 60 }])
      const detail = {
        old_start_at_utc: booking.start_at_utc.toISOString(),
        old_end_at_utc: booking.end_at_utc.toISOString(),
        new_start_at_utc: moved.start_at_utc.toISOString(),
        new_end_at_utc: moved.end_at_utc.toISOString(),
      }
      expect((await tracked(booking.id)).slice(-2)).toMatchObject([
        { kind: 'event_moved_by_sales', detail },
        { kind: 'customer_reinvite_required', detail },
      ])
      expect(await ada.followUps()).toMatchObject([
        { kind: 'customer_reinvite_required', booking_id: booking.id, detail },
      ])
      expect(await audited('booking.moved')).toMatchObject([
        { source: 'sales_manual', actor: 'outlook', detail },
      ])
      expect(ada.letters()).toHaveLength(1)
    }),
  )

  test(
    'to a time ahead, when nobody came: what was said of the first time says nothing of the next',
    story(async ({ booked, settle, outlook, mailbox, ada, clock, desk }) => {
      const { booking, event } = await booked()
      const { id: booking_id, tenant_id, start_at_utc } = booking
      const record = { tenant_id, booking_id, actor: 'admin_key', outcome: 'no_show' as const }
      const missed = () => ada.booking(booking_id)
      clock.set(start_at_utc.getTime() + HALF_HOUR_MS)
      await desk.admin.recordAttendance(record)
      // Who only writes down how long it took does not take back what was said of it.
      outlook.playground.move(mailbox, event.event_id, {
        start_ms: event.start_ms,
        end_ms: event.end_ms + HALF_HOUR_MS,
      })
      await settle()
      expect(await missed()).toMatchObject({ attendance: { outcome: 'no_show' } })
      outlook.playground.move(mailbox, event.event_id, {
        start_ms: event.start_ms + DAY_MS,
        end_ms: event.end_ms + DAY_MS,
      })
      await settle()
      expect(await missed()).toMatchObject({ attendance: null, attendance_suggestion: null })
      clock.advance(DAY_MS)
      await desk.admin.recordAttendance({ ...record, outcome: 'attended' })
      expect(await missed()).toMatchObject({ attendance: { outcome: 'attended' } })
    }),
  )

  test(
    'onto time that is claimed already: the times follow, the claim cannot, and a person is told',
    story(async ({ booked, settle, outlook, mailbox, ada, tracked }) => {
      const [first, , , , other] = await ada.slots('call-phone')
      const { booking, event } = await booked('call-phone', first)
      const taken = await booked('call-phone', other)
      const { start_ms, end_ms } = taken.event
      outlook.playground.move(mailbox, event.event_id, { start_ms, end_ms })
      await settle()
      expect(await ada.booking(booking.id)).toMatchObject({
        start_at_utc: new Date(start_ms),
        status: 'confirmed',
      })
      expect(kinds(await tracked(booking.id)).slice(-3)).toEqual([
        'event_moved_by_sales',
        'customer_reinvite_required',
        'overlap_after_move',
      ])
      expect(kinds(await ada.followUps()).sort()).toEqual([
        'customer_reinvite_required',
        'overlap_after_move',
      ])
      const claims = await ada.claims()
      expect(claims.map(({ booking_id }) => booking_id)).toEqual([taken.booking.id])
    }),
  )

  test(
    'into nothing: the booking is canceled, its time free, the Zoom meeting gone, and a person is asked',
    story(async ({ booked, settle, outlook, mailbox, ada, tracked, audited }) => {
      const { booking, event } = await booked()
      outlook.playground.remove(mailbox, event.event_id)
      await settle()
      expect(await ada.booking(booking.id)).toMatchObject({
        status: 'canceled',
        source: 'sales_manual',
        saga_id: null,
      })
      expect([await ada.claims(), ada.meetings()]).toEqual([[], []])
      expect(kinds(await tracked(booking.id)).slice(-3)).toEqual([
        'canceled',
        'event_deleted_by_sales',
        'customer_notify_required',
      ])
      expect(kinds(await ada.followUps())).toEqual(['customer_notify_required'])
      expect(await audited('booking.canceled')).toMatchObject([{ source: 'sales_manual', actor: 'outlook' }])
      expect(ada.letters()).toHaveLength(1)
    }),
  )

  test(
    'that was canceled but is still there: the booking is canceled too, and the event tidied away',
    story(async ({ booked, settle, outlook, mailbox, ada }) => {
      const { booking, event } = await booked()
      outlook.playground.edit(mailbox, event.event_id, { is_canceled: true })
      await settle()
      expect(await ada.booking(booking.id)).toMatchObject({ status: 'canceled', source: 'sales_manual' })
      expect(await ada.events()).toEqual([])
    }),
  )

  test(
    'whose customer declined: a person is asked once, whatever else changes, and nothing happens',
    story(async ({ booked, settle, outlook, mailbox, ada, tracked }) => {
      const { booking, event } = await booked()
      outlook.playground.decline(mailbox, event.event_id, booking.customer_email.toUpperCase())
      await settle()
      outlook.playground.edit(mailbox, event.event_id, { subject: 'Declined, alas' })
      await settle()
      expect(await ada.booking(booking.id)).toMatchObject({ status: 'confirmed', revision: booking.revision })
      expect(kinds(await tracked(booking.id)).filter((kind) => kind === 'customer_declined')).toHaveLength(1)
      expect(kinds(await ada.followUps())).toEqual(['customer_declined'])
    }),
  )

  test(
    'of which only words changed: nothing but the change key is kept',
    story(async ({ booked, settle, outlook, mailbox, ada, tracked, ctx }) => {
      const { booking, event } = await booked()
      const before = await tracked(booking.id)
      const edited = outlook.playground.edit(mailbox, event.event_id, {
        subject: 'New words',
        body: 'and others',
      })
      await settle()
      expect(await tracked(booking.id)).toEqual(before)
      expect(await ada.booking(booking.id)).toEqual(booking)
      const [known] = await ctx.db.q.select().from(ctx.db.t.graph_events)
      expect(known!.change_key).toBe(edited!.change_key)
    }),
  )

  test(
    'not when it is our own write that comes back',
    story(async ({ booked, settle, ada, tracked, desk, worker, mail }) => {
      const { booking } = await booked()
      expect(kinds(await tracked(booking.id))).toEqual(['held', 'confirming', 'confirmed'])
      await desk.sendLinks(booking.id, booking.customer_email)
      await worker.quiet()
      const token = /reschedule\?token=([\w.~%-]+)/.exec(mail.list(booking.customer_email)[0]!.text)![1]!
      const start_at_utc = (await ada.slots()).at(-1)!
      await desk.reschedule('key', { token: decodeURIComponent(token), start_at_utc })
      await settle()
      expect(kinds(await tracked(booking.id)).slice(3)).toEqual(['rescheduling', 'rescheduled'])
      expect(await ada.followUps()).toEqual([])
    }),
  )

  test(
    'which has outlived the booking: the event is canceled, and told once',
    story(async ({ booked, settle, outlook, mailbox, ada, tracked, desk }) => {
      const { booking, event } = await booked()
      await desk.admin.cancel({ tenant_id: booking.tenant_id, booking_id: booking.id, actor: 'admin_key' })
      await settle()
      expect(await ada.events()).toEqual([])
      const restored = outlook.playground.add(mailbox, event)
      outlook.playground.edit(mailbox, restored.event_id, { booking_id: booking.id })
      await settle()
      expect(await ada.events()).toEqual([])
      expect(kinds(await tracked(booking.id)).filter((kind) => kind === 'orphan_event_removed')).toHaveLength(
        1,
      )
      expect(await ada.booking(booking.id)).toMatchObject({ status: 'canceled', source: 'admin' })
    }),
  )

  test(
    'which had outlived it until its customer took the cancellation back in that very moment: it serves once more',
    story(async ({ booked, settle, outlook, mailbox, ada, desk, ctx, clock }) => {
      const { booking, event } = await booked()
      const { id: booking_id, tenant_id } = booking
      const about = { tenant_id, booking_id, expires_at_ms: clock.now_ms() + DAY_MS }
      const { token } = await ctx.tokens.sign({ ...about, purpose: 'cancel' })
      outlook.switches.failNext(1, new Failure('permanent', 'ErrorAccessDenied', 'No'), 'cancel')
      await desk.cancel(token)
      await settle()
      const { find } = outlook
      outlook.find = async (...asked) => {
        outlook.find = find
        const found = await find(...asked)
        await desk.restore({ tenant_id, booking_id })
        return found
      }
      outlook.playground.edit(mailbox, event.event_id, { subject: 'Looked at' })
      await settle()
      expect(await ada.booking(booking_id)).toMatchObject({ status: 'confirmed', saga_id: null })
      expect(await ada.events()).toMatchObject([{ event_id: event.event_id }])
      expect(outlook.mails.map(({ kind }) => kind)).not.toContain('canceled')
    }),
  )

  test(
    'located by the mark alone when its id is not remembered, or leads nowhere any more',
    story(async ({ booked, settle, outlook, mailbox, ada, ctx }) => {
      const { booking, event } = await booked('call-phone')
      await ctx.db.q.delete(ctx.db.t.graph_events)
      const hour_later = { start_ms: event.start_ms + DAY_MS, end_ms: event.end_ms + DAY_MS }
      outlook.playground.move(mailbox, event.event_id, hour_later)
      await settle()
      expect(await ada.booking(booking.id)).toMatchObject({ start_at_utc: new Date(hour_later.start_ms) })
      await ctx.db.q.update(ctx.db.t.graph_events).set({ event_id: 'moved elsewhere' })
      outlook.playground.move(mailbox, event.event_id, { start_ms: event.start_ms, end_ms: event.end_ms })
      await settle()
      expect(await ada.booking(booking.id)).toMatchObject({ start_at_utc: booking.start_at_utc })
      const [known] = await ctx.db.q.select().from(ctx.db.t.graph_events)
      expect(known!.event_id).toBe(event.event_id)
    }),
  )

  test(
    'and not a copy that somebody made of it, nor what is another salesperson’s',
    story(async ({ booked, settle, outlook, mailbox, ada, tracked }) => {
      const { booking, event } = await booked()
      const { start_ms, end_ms } = event
      for (const place of [mailbox, { ...mailbox, user: 'vancouver@acme.example' }]) {
        const copy = outlook.playground.add(place, {
          subject: 'Copy',
          start_ms: start_ms + DAY_MS,
          end_ms: end_ms + DAY_MS,
        })
        outlook.playground.edit(place, copy.event_id, { booking_id: booking.id })
        await settle()
        outlook.playground.remove(place, copy.event_id)
        await settle()
      }
      expect(await ada.booking(booking.id)).toEqual(booking)
      expect(kinds(await tracked(booking.id))).toEqual(['held', 'confirming', 'confirmed'])
    }),
  )

  test(
    'when told of it twice, late and out of order',
    story(async ({ booked, settle, outlook, mailbox, ada, tracked, sync, subscription_id }) => {
      const { booking, event } = await booked()
      const time = { start_ms: event.start_ms + DAY_MS, end_ms: event.end_ms + DAY_MS }
      outlook.playground.move(mailbox, event.event_id, time)
      await settle()
      for (const changeType of ['deleted', 'updated', 'created', 'updated']) {
        const item = {
          subscriptionId: subscription_id,
          clientState: 'the secret of this subscription',
          changeType,
        }
        await sync.receiver.notifications({ value: [{ ...item, resourceData: { id: event.event_id } }] })
        await settle()
      }
      expect(await ada.booking(booking.id)).toMatchObject({
        status: 'confirmed',
        revision: booking.revision + 1,
      })
      expect(kinds(await tracked(booking.id)).filter((kind) => kind === 'event_moved_by_sales')).toHaveLength(
        1,
      )
    }),
  )

  test(
    'but not when all vanish at once: nothing is canceled, and one follow-up asks a person',
    story(async ({ booked, settle, outlook, mailbox, ada, clock }) => {
      const slots = await ada.slots('call-phone')
      const all = []
      for (const slot of slots.slice(0, 7 * 4).filter((_, n) => n % 4 === 0))
        all.push(await booked('call-phone', slot))
      expect(all).toHaveLength(7)
      for (const { event } of all.slice(1)) outlook.playground.remove(mailbox, event.event_id)
      await settle()
      clock.advance(DAY_MS / 24)
      outlook.playground.remove(mailbox, all[0]!.event.event_id)
      await settle()
      for (const { booking } of all) expect((await ada.booking(booking.id)).status).toBe('confirmed')
      const asked = (await ada.followUps()).filter(({ kind }) => kind === 'mass_change')
      expect(asked).toHaveLength(1)
      expect(asked[0]!.detail.booking_ids).toHaveLength(7)
    }),
  )

  test(
    'and each is named that vanished, although all are looked at together',
    story(async ({ booked, settle, outlook, mailbox, ada }) => {
      const slots = (await ada.slots('call-phone')).filter((_, n) => n % 4 === 0).slice(0, 12)
      const all = []
      for (const slot of slots) all.push(await booked('call-phone', slot))
      expect(all).toHaveLength(12)
      for (const { event } of all) outlook.playground.remove(mailbox, event.event_id)
      await settle()
      const [asked] = (await ada.followUps()).filter(({ kind }) => kind === 'mass_change')
      const named = asked!.detail.booking_ids as string[]
      expect(named.toSorted()).toEqual(all.map(({ booking }) => booking.id).toSorted())
    }),
  )

  test(
    'and a person who has seen to one mass is asked again when there is another, or the first goes on',
    story(async ({ booked, settle, outlook, mailbox, ada, ctx, clock }) => {
      const slots = (await ada.slots('call-phone')).filter((_, n) => n % 4 === 0).slice(0, 7)
      const all = []
      for (const slot of slots) all.push(await booked('call-phone', slot))
      const asked = async () => (await ada.followUps()).filter(({ kind }) => kind === 'mass_change')
      const open = async () => (await asked()).filter(({ resolved_at_utc }) => resolved_at_utc === null)
      for (const { event } of all.slice(1)) outlook.playground.remove(mailbox, event.event_id)
      await settle()
      expect(await open()).toHaveLength(1)
      const { id, tenant_id } = (await open())[0]!
      const actor = { name: 'admin_key' }
      await resolveFollowUp(ctx.db, ctx, { tenant_id, id, actor })
      await settle()
      expect([await open(), await asked()].map(({ length }) => length)).toEqual([0, 1])
      clock.advance(DAY_MS / 24)
      outlook.playground.remove(mailbox, all[0]!.event.event_id)
      await settle()
      expect([await open(), await asked()].map(({ length }) => length)).toEqual([1, 2])
      for (const { booking } of all) expect((await ada.booking(booking.id)).status).toBe('confirmed')
    }),
  )

  test(
    'one after the other up to five within ten minutes, and no further',
    story(async ({ booked, settle, outlook, mailbox, ada, clock }) => {
      const slots = await ada.slots('call-phone')
      const all = []
      for (const slot of slots.slice(0, 7 * 4).filter((_, n) => n % 4 === 0))
        all.push(await booked('call-phone', slot))
      for (const { event } of all) {
        outlook.playground.remove(mailbox, event.event_id)
        await settle()
        clock.advance(60_000)
      }
      const states = await Promise.all(all.map(async ({ booking }) => (await ada.booking(booking.id)).status))
      expect(states).toEqual([...Array(5).fill('canceled'), 'confirmed', 'confirmed'])
    }),
  )

  test(
    'and nothing is canceled when the whole mailbox is out of reach: one follow-up tells',
    story(async ({ booked, settle, outlook, mailbox, ada, sync, ctx, berlin }) => {
      const { booking, event } = await booked()
      outlook.switches.unreadable(mailbox, true)
      for (const event_id of [event.event_id, 'another', 'a third']) {
        const item = {
          subscriptionId: (await outlook.listSubscriptions(mailbox.m365_tenant_id))[0]!.subscription_id,
        }
        const told = { ...item, clientState: 'the secret of this subscription', changeType: 'deleted' }
        await sync.receiver.notifications({ value: [{ ...told, resourceData: { id: event_id } }] })
        await settle()
      }
      expect(await ada.booking(booking.id)).toEqual(booking)
      expect(await ada.followUps()).toMatchObject([
        { kind: 'mailbox_unreachable', salesperson_id: berlin.id },
      ])
      const jobs = await ctx.db.q.select().from(ctx.db.t.webhook_jobs)
      expect(new Set(jobs.map(({ status }) => status))).toEqual(new Set(['done']))
    }),
  )

  test(
    'however often Graph asks for patience: no attempt is used up',
    story(async ({ booked, settle, outlook, mailbox, ada, ctx }) => {
      const { booking, event } = await booked()
      const busy = new Failure('retry', 'ApplicationThrottled', 'busy', { status: 429, retry_after_ms: 128 })
      outlook.switches.failNext(40, busy, 'find')
      outlook.playground.move(mailbox, event.event_id, {
        start_ms: event.start_ms + DAY_MS,
        end_ms: event.end_ms + DAY_MS,
      })
      await settle()
      expect(await ada.booking(booking.id)).toMatchObject({ revision: booking.revision + 1 })
      const jobs = await ctx.db.q.select().from(ctx.db.t.webhook_jobs)
      expect(jobs.filter(({ status }) => status !== 'done')).toEqual([])
    }),
  )

  test(
    'not at once where Graph asks for patience of no length: it is given a second each time',
    story(async ({ booked, settle, outlook, mailbox, ada, worker }) => {
      const { booking, event } = await booked()
      const busy = new Failure('retry', 'ApplicationThrottled', 'busy', { status: 429, retry_after_ms: 0 })
      outlook.switches.failNext(3, busy, 'find')
      const time = { start_ms: event.start_ms + DAY_MS, end_ms: event.end_ms + DAY_MS }
      outlook.playground.move(mailbox, event.event_id, time)
      await outlook.settled()
      await worker.quiet()
      expect(await ada.booking(booking.id)).toEqual(booking)
      await settle()
      expect((await ada.booking(booking.id)).start_at_utc.getTime()).toBe(time.start_ms)
    }),
  )

  test(
    'after the saga that is changing it, not during it',
    story(async ({ booked, outlook, mailbox, ada, ctx, settle, worker }) => {
      const { booking, event } = await booked()
      const { bookings } = ctx.db.t
      await ctx.db.q.update(bookings).set({ saga_id: 'some saga' })
      const time = { start_ms: event.start_ms + DAY_MS, end_ms: event.end_ms + DAY_MS }
      outlook.playground.move(mailbox, event.event_id, time)
      await outlook.settled()
      await worker.quiet()
      expect((await ada.booking(booking.id)).revision).toBe(booking.revision)
      await ctx.db.q.update(bookings).set({ saga_id: null })
      await settle()
      expect((await ada.booking(booking.id)).start_at_utc.getTime()).toBe(time.start_ms)
    }),
  )

  test(
    'to a length that no claim could have, or none at all',
    story(async ({ booked, outlook, mailbox, ada, settle }) => {
      const { booking, event } = await booked('call-phone')
      for (const length_ms of [0, 5 * DAY_MS]) {
        outlook.playground.move(mailbox, event.event_id, {
          start_ms: event.start_ms,
          end_ms: event.start_ms + length_ms,
        })
        await settle()
        const moved = await ada.booking(booking.id)
        expect(moved.end_at_utc.getTime() - moved.start_at_utc.getTime()).toBe(length_ms)
        expect(await ada.claims()).toHaveLength(1)
      }
    }),
  )
})

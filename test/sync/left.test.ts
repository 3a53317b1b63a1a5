import { expect, test } from 'bun:test'
import { cron } from '../../src/jobs/cron.ts'
import { Failure } from '../../src/lib/failure.ts'
import { changeSalesperson } from '../../src/tenants/salesperson.ts'
import { changeTenant } from '../../src/tenants/tenant.ts'
import { onBothDatabases } from '../support/databases.ts'
import { inOutlookWorld, type Scenery } from '../support/outlookWorld.ts'

const MINUTE_MS = 60_000
const THREE_HOURS_MS = 3 * 3_600_000

type Story = (it: Scenery & Awaited<ReturnType<typeof changing>>) => Promise<void>

onBothDatabases('when a salesperson gets another mailbox', (fresh) => {
  const story = (tell: Story) => async () =>
    inOutlookWorld((await fresh()).db, async (it) => tell({ ...it, ...changing(it) }))

  test(
    'no booking is canceled because its event stayed behind, and a person is told of all of them once',
    story(async ({ booked, minute, moveTo, ada }) => {
      const slots = (await ada.slots('call-phone')).filter((_, n) => n % 4 === 0).slice(0, 7)
      const all = []
      for (const slot of slots) all.push((await booked('call-phone', slot)).booking)
      await moveTo('somebody.else@acme.example')
      for (const _ of [1, 2, 3]) await minute()
      for (const booking of all) expect(await ada.booking(booking.id)).toEqual(booking)
      const told = await ada.followUps()
      expect(told).toMatchObject([{ kind: 'events_left_behind', detail: { salesperson: 'berlin' } }])
      expect(new Set(told[0]!.detail.booking_ids as string[])).toEqual(new Set(all.map(({ id }) => id)))
    }),
  )

  test(
    'an id that Graph refuses in the other mailbox is that of an event left behind, and the sweep goes on',
    story(async ({ booked, minute, moveTo, ada, ctx, outlook }) => {
      const { booking } = await booked('call-phone')
      await moveTo('somebody.else@acme.example')
      const foreign = new Failure('permanent', 'ErrorInvalidMailboxItemId', 'not here', { status: 400 })
      outlook.switches.failNext(1, foreign, 'find')
      await minute()
      expect(await ada.booking(booking.id)).toEqual(booking)
      expect((await ada.followUps()).map(({ kind }) => kind)).toEqual(['events_left_behind'])
      expect(
        (await ctx.db.q.select().from(ctx.db.t.graph_events)).map(({ change_key }) => change_key),
      ).toEqual(['left'])
    }),
  )

  test(
    'which is the old one under another name, bookings follow as before',
    story(async ({ booked, minute, settle, moveTo, ada, outlook, mailbox, tracked }) => {
      const [first, , , , second] = await ada.slots('call-phone')
      const moved = await booked('call-phone', first)
      const deleted = await booked('call-phone', second)
      const events = [moved.event, deleted.event]
      const renamed = { ...mailbox, user: 'berlin.renamed@acme.example' }
      sameMailbox(outlook, mailbox.user, renamed.user)
      await moveTo(renamed.user)
      await minute()
      expect(await ada.followUps()).toEqual([])
      const time = {
        start_ms: events[0]!.start_ms + THREE_HOURS_MS,
        end_ms: events[0]!.end_ms + THREE_HOURS_MS,
      }
      outlook.playground.move(mailbox, events[0]!.event_id, time)
      outlook.playground.remove(mailbox, events[1]!.event_id)
      await minute()
      await settle()
      expect((await ada.booking(moved.booking.id)).start_at_utc.getTime()).toBe(time.start_ms)
      expect(await ada.booking(deleted.booking.id)).toMatchObject({ status: 'canceled' })
      expect((await tracked(moved.booking.id)).at(-1)).toMatchObject({ kind: 'customer_reinvite_required' })
    }),
  )

  test(
    'and the old one again, what happened meanwhile is followed',
    story(async ({ booked, minute, moveTo, ada, outlook, mailbox }) => {
      const { booking, event } = await booked('call-phone')
      await moveTo('somebody.else@acme.example')
      await minute()
      const time = { start_ms: event.start_ms + THREE_HOURS_MS, end_ms: event.end_ms + THREE_HOURS_MS }
      outlook.playground.move(mailbox, event.event_id, time)
      await minute()
      expect(await ada.booking(booking.id)).toEqual(booking)
      await moveTo(mailbox.user)
      await minute()
      expect((await ada.booking(booking.id)).start_at_utc.getTime()).toBe(time.start_ms)
    }),
  )

  test(
    'whoever cancels a booking whose event stayed behind leaves the event to a person',
    story(async ({ booked, minute, settle, moveTo, ada, desk, outlook, mailbox }) => {
      const { booking, event } = await booked()
      await moveTo('somebody.else@acme.example')
      await minute()
      await desk.admin.cancel({ tenant_id: booking.tenant_id, booking_id: booking.id, actor: 'admin_key' })
      await settle()
      expect(await ada.booking(booking.id)).toMatchObject({ status: 'canceled', saga_id: null })
      expect(ada.meetings()).toEqual([])
      expect(outlook.playground.events(mailbox).map(({ event_id }) => event_id)).toEqual([event.event_id])
      const [, asked] = await ada.followUps()
      expect(asked).toMatchObject({ kind: 'cleanup_required', booking_id: booking.id })
      expect(String(asked!.detail.reason)).toContain('event_left_behind')
    }),
  )

  test(
    'the same holds for all of a tenant that moves to another directory',
    story(async ({ booked, minute, ctx, about, ada }) => {
      const { booking } = await booked('call-phone')
      await changeTenant(ctx, about, { m365_tenant_id: '7f9c1c1e-6f1a-4f0e-9a55-1d2f3b4c5d6e' })
      await minute()
      expect(await ada.booking(booking.id)).toEqual(booking)
      expect((await ada.followUps()).map(({ kind }) => kind)).toEqual(['events_left_behind'])
    }),
  )
})

function changing({ ctx, clock, sync, settle, berlin }: Scenery) {
  const tick = cron(ctx.db, clock, [sync.entries.find(({ name }) => name === 'sweep')!])
  const about = { tenant_id: berlin.tenant_id, actor: { name: 'admin_key' } }
  return {
    about,
    moveTo: async (mailbox: string) => void (await changeSalesperson(ctx, about, 'berlin', { mailbox })),
    /** Lets a minute go by with its sweep. */
    async minute() {
      clock.advance(MINUTE_MS)
      await tick()
      await settle()
    },
  }
}

/** Lets the pretended Outlook answer to a second name of the mailbox. */
function sameMailbox(outlook: Scenery['outlook'], user: string, alias: string): void {
  const named = <Of extends { user: string }>(of: Of) => (of.user === alias ? { ...of, user } : of)
  const { find, listMarked } = outlook
  outlook.find = (of, event_id) => find(named(of), event_id)
  outlook.listMarked = (of, window) => listMarked(named(of), window)
}

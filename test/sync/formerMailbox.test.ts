import { expect, test } from 'bun:test'
import { cron } from '../../src/jobs/cron.ts'
import { Failure } from '../../src/lib/failure.ts'
import type { Mailbox, Outlook } from '../../src/outlook/outlook.ts'
import { SYSTEM } from '../../src/tenants/actor.ts'
import { changeSalesperson } from '../../src/tenants/salesperson.ts'
import { changeTenant } from '../../src/tenants/tenant.ts'
import { onBothDatabases } from '../support/databases.ts'
import { inOutlookWorld, type Scenery } from '../support/outlookWorld.ts'

const HOUR_MS = 3_600_000
const MINUTE_MS = 60_000
const NEW = 'bettina@acme.example'

onBothDatabases('a booking whose salesperson has another mailbox by now', (fresh) => {
  /** A booking that was made, and then its salesperson got another mailbox; a minute lets the sweep come by. */
  const afterwards = (tell: (it: Story) => Promise<void>) => async () =>
    inOutlookWorld((await fresh()).db, async (it) => {
      const { ctx, clock, sync, settle, acme } = it
      const tick = cron(ctx.db, clock, [sync.entries.find(({ name }) => name === 'sweep')!])
      const minute = async () => {
        clock.advance(MINUTE_MS)
        await tick()
        await settle()
      }
      const made = await it.booked()
      const about = { tenant_id: (await acme()).tenant.id, actor: SYSTEM }
      const moveTo = async (to: string) =>
        void (await changeSalesperson(ctx, about, 'berlin', { mailbox: to }))
      await moveTo(NEW)
      await tell({ ...it, ...made, minute, moveTo })
    })

  test(
    'stands, and a person is told once in which calendar its event is',
    afterwards(async ({ minute, ada, booking, mailbox }) => {
      await minute()
      await minute()
      expect((await ada.booking(booking.id)).status).toBe('confirmed')
      expect(await ada.followUps()).toMatchObject([
        { kind: 'mailbox_replaced', detail: { mailbox: mailbox.user, booking_ids: [booking.id] } },
      ])
    }),
  )

  test(
    'stands with all others, however many there are',
    afterwards(async ({ booked, minute, ada, ctx, booking, mailbox, moveTo }) => {
      await moveTo(mailbox.user)
      const slots = (await ada.slots('call-phone')).filter((_, n) => n > 4 && n % 4 === 0).slice(0, 7)
      const all = [booking]
      for (const slot of slots) all.push((await booked('call-phone', slot)).booking)
      await moveTo(NEW)
      for (const _ of [1, 2, 3]) await minute()
      for (const one of all) expect(await ada.booking(one.id)).toEqual(one)
      const [told, ...others] = await ada.followUps()
      expect(told!.detail.booking_ids).toBeArrayOfSize(all.length)
      expect(others).toEqual([])
      // Who has seen to it is not asked again.
      await ctx.db.q.update(ctx.db.t.follow_ups).set({ resolved_at_utc: new Date() })
      await minute()
      expect(await ada.followUps()).toBeArrayOfSize(1)
    }),
  )

  test(
    'is in the mailbox at once that has two names, and in the former one again when it is given back',
    afterwards(async ({ ctx, minute, ada, booking, event, mailbox, outlook, moveTo }) => {
      alsoNamed(ctx.outlook, mailbox)
      await minute()
      expect(await ada.followUps()).toEqual([])
      const homes = async () =>
        (await ctx.db.q.select().from(ctx.db.t.graph_events)).map((one) => one.mailbox)
      expect(await homes()).toEqual([NEW])
      await moveTo(mailbox.user)
      outlook.playground.remove(mailbox, event.event_id)
      await minute()
      expect(await ada.booking(booking.id)).toMatchObject({ status: 'canceled', source: 'sales_manual' })
    }),
  )

  test(
    'stands where the version before had made it, and remembered no mailbox',
    afterwards(async ({ ctx, minute, ada, booking, mailbox, moveTo }) => {
      await moveTo(mailbox.user)
      const { graph_events } = ctx.db.t
      await ctx.db.q.update(graph_events).set({ m365_tenant_id: null, mailbox: null })
      await minute()
      await moveTo(NEW)
      await minute()
      await minute()
      expect((await ada.booking(booking.id)).status).toBe('confirmed')
      expect((await ada.followUps()).map(({ kind }) => kind)).toEqual(['mailbox_replaced'])
    }),
  )

  test(
    'stands where the whole tenant has another directory by now',
    afterwards(async ({ minute, ada, ctx, acme, booking, mailbox, moveTo }) => {
      const about = { tenant_id: (await acme()).tenant.id, actor: SYSTEM }
      await moveTo(mailbox.user)
      await changeTenant(ctx, about, { m365_tenant_id: '11111111-1111-4111-8111-111111111111' })
      await minute()
      expect((await ada.booking(booking.id)).status).toBe('confirmed')
      expect((await ada.followUps()).map(({ kind }) => kind)).toEqual(['mailbox_replaced'])
    }),
  )

  test(
    'follows its event in the former calendar, when it is moved and when it is deleted',
    afterwards(async ({ minute, ada, booking, event, mailbox, outlook }) => {
      const start_ms = event.start_ms + 3 * HOUR_MS
      outlook.playground.move(mailbox, event.event_id, { start_ms, end_ms: event.end_ms + 3 * HOUR_MS })
      await minute()
      expect((await ada.booking(booking.id)).start_at_utc.getTime()).toBe(start_ms)
      outlook.playground.remove(mailbox, event.event_id)
      await minute()
      expect(await ada.booking(booking.id)).toMatchObject({ status: 'canceled', source: 'sales_manual' })
    }),
  )

  test(
    'is moved and canceled there by the customer',
    afterwards(async ({ ada, booking, desk, ctx, outlook, mailbox, settle }) => {
      const { tenant_id, id: booking_id } = booking
      const sign = async (purpose: 'cancel' | 'reschedule') => {
        const expires_at_ms = ctx.clock.now_ms() + HOUR_MS
        return (await ctx.tokens.sign({ tenant_id, booking_id, purpose, expires_at_ms })).token
      }
      const start_at_utc = (await ada.slots()).at(-1)!
      await desk.reschedule('key', { token: await sign('reschedule'), start_at_utc }, 0)
      await settle()
      expect(outlook.playground.events(mailbox).map(({ start_ms }) => start_ms)).toEqual([
        Date.parse(start_at_utc),
      ])
      await desk.cancel(await sign('cancel'), 'No time')
      await settle()
      expect(outlook.playground.events(mailbox)).toEqual([])
    }),
  )

  test(
    'is found under the new name of a mailbox that was only renamed',
    afterwards(async ({ ctx, minute, ada, booking, event, mailbox, outlook, desk, settle }) => {
      renamed(ctx.outlook, mailbox)
      await minute()
      expect((await ada.booking(booking.id)).status).toBe('confirmed')
      expect(await ada.followUps()).toEqual([])
      outlook.playground.edit(mailbox, event.event_id, { subject: 'Something else' })
      await minute()
      const { tenant_id, id: booking_id } = booking
      await desk.admin.cancel({ tenant_id, booking_id, actor: 'admin_key' })
      await settle()
      expect(outlook.playground.events(mailbox)).toEqual([])
    }),
  )

  test(
    'is canceled under the new name before any sweep has come by',
    afterwards(async ({ ctx, booking, mailbox, outlook, desk, settle }) => {
      renamed(ctx.outlook, mailbox)
      const { tenant_id, id: booking_id } = booking
      await desk.admin.cancel({ tenant_id, booking_id, actor: 'admin_key' })
      await settle()
      expect(outlook.playground.events(mailbox)).toEqual([])
    }),
  )

  test(
    'stands where the former mailbox can no longer be read, and a person is told',
    afterwards(async ({ ctx, minute, ada, booking, mailbox }) => {
      unreadable(ctx.outlook, mailbox)
      await minute()
      expect((await ada.booking(booking.id)).status).toBe('confirmed')
      expect((await ada.followUps()).map(({ kind }) => kind)).toContain('mailbox_unreachable')
    }),
  )

  test(
    'stands where neither mailbox can be read any more, and a person is told of each by its name',
    afterwards(async ({ ctx, minute, ada, mailbox }) => {
      const told = async () => {
        const asked = (await ada.followUps()).filter(({ kind }) => kind === 'mailbox_unreachable')
        return asked.map(({ detail }) => detail.mailbox)
      }
      unreadable(ctx.outlook, mailbox)
      await minute()
      expect(await told()).toEqual([mailbox.user])
      unreadable(ctx.outlook, { ...mailbox, user: NEW })
      await minute()
      expect(await told()).toEqual([mailbox.user, NEW])
    }),
  )

  test(
    'stands where news of its event come from the former mailbox when that is closed: a person is told of that one',
    afterwards(async ({ ctx, ada, booking, event, mailbox, outlook, settle }) => {
      unreadable(ctx.outlook, mailbox)
      outlook.playground.edit(mailbox, event.event_id, { subject: 'Something else' })
      await settle()
      expect((await ada.booking(booking.id)).status).toBe('confirmed')
      expect(await ada.followUps()).toMatchObject([
        { kind: 'mailbox_unreachable', detail: { mailbox: mailbox.user } },
      ])
    }),
  )

  test.each(['confirmed', 'failed'] as const)(
    'is %s with no second event, although nobody heard that the first was made in the former one',
    async (outcome) =>
      inOutlookWorld((await fresh()).db, async ({ ctx, outlook, ada, acme, mailbox, zoom }) => {
        const about = { tenant_id: (await acme()).tenant.id, actor: SYSTEM }
        const { create } = outlook
        outlook.create = async (...wish) => {
          await create(...wish)
          outlook.create = create
          await changeSalesperson(ctx, about, 'berlin', { mailbox: NEW })
          const again = outcome === 'confirmed' ? 'retry' : 'permanent'
          outlook.switches.failNext(1, new Failure(again, 'test', 'not now'), 'findByBooking')
          throw new Failure('retry', 'deadline', 'No answer')
        }
        const { status } = await ada.confirm(await ada.hold('intro-zoom'))
        expect(status).toBe(outcome)
        const events = [mailbox, { ...mailbox, user: NEW }].map(
          (one) => outlook.playground.events(one).length,
        )
        expect(events).toEqual(outcome === 'confirmed' ? [1, 0] : [0, 0])
        expect(zoom.meetings()).toBeArrayOfSize(events[0]!)
      }),
  )
})

interface Turns {
  minute(): Promise<void>
  moveTo(mailbox: string): Promise<void>
}
type Story = Scenery & Awaited<ReturnType<Scenery['booked']>> & Turns

const METHODS = ['find', 'findByBooking', 'listMarked', 'change', 'cancel', 'create', 'busy'] as const

/** Has the calendar answer to the new name alone, as Exchange does once a mailbox has been given another address. */
function renamed(outlook: Outlook, { user }: Mailbox): void {
  for (const method of METHODS)
    through(outlook, method, (mailbox) => {
      if (mailbox.user === user)
        throw new Failure('untouchable', 'ErrorInvalidUser', 'No such user', { status: 404 })
      return mailbox.user === NEW ? { ...mailbox, user } : mailbox
    })
}

/** Has the calendar answer to both names, as where a principal name takes the place of an id. */
function alsoNamed(outlook: Outlook, { user }: Mailbox): void {
  for (const method of METHODS)
    through(outlook, method, (mailbox) => (mailbox.user === NEW ? { ...mailbox, user } : mailbox))
}

function unreadable(outlook: Outlook, { user }: Mailbox): void {
  for (const method of METHODS)
    through(outlook, method, (mailbox) => {
      if (mailbox.user === user) throw new Failure('untouchable', 'ErrorAccessDenied', 'No', { status: 403 })
      return mailbox
    })
}

function through(
  outlook: Outlook,
  method: (typeof METHODS)[number],
  to: (mailbox: Mailbox) => Mailbox,
): void {
  const does = Reflect.get(outlook, method) as (mailbox: Mailbox, ...rest: unknown[]) => Promise<unknown>
  Reflect.set(outlook, method, async (mailbox: Mailbox, ...rest: unknown[]) => does(to(mailbox), ...rest))
}

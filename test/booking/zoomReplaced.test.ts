import { expect, test } from 'bun:test'
import { eq } from 'drizzle-orm'
import { bookingEntries } from '../../src/booking/entries.ts'
import { startSaga } from '../../src/booking/saga/start.ts'
import { cron } from '../../src/jobs/cron.ts'
import { Failure } from '../../src/lib/failure.ts'
import { dropZoomAccount, setZoomAccount } from '../../src/tenants/zoomAccount.ts'
import { realZoom } from '../../src/zoom/real.ts'
import { SIM_ACCOUNT, startZoomSimulator } from '../simulators/zoom.ts'
import { customer } from '../support/customer.ts'
import { onBothDatabases } from '../support/databases.ts'
import { mover } from '../support/mover.ts'
import { inWorld, type World } from '../support/world.ts'

const COMMON = { account_id: 'a', client_id: 'c', client_secret: 's' }
const OLD = { account_id: 'old', client_id: 'of-old', client_secret: 'secret-of-old' }
const NEW = { account_id: 'new', client_id: 'of-new', client_secret: 'secret-of-new' }
type Account = typeof COMMON

const noAnswer = () => new Failure('retry', 'deadline', 'No answer')

onBothDatabases('a Zoom account that a tenant replaces', (fresh) => {
  const story = async (first: Account, tell: (they: Ada, it: World) => Promise<void>) => {
    const { db } = await fresh()
    await inWorld(db, async (it, worker) => {
      const accounts = [COMMON, OLD, NEW].map((one) => ({ ...SIM_ACCOUNT, ...one }))
      const simulator = await startZoomSimulator({ accounts, clock: it.clock })
      try {
        it.ctx.zoom = realZoom({ ...simulator, fetch, clock: it.clock, deadline_ms: 5000 })
        const ada = { ...customer(it, worker), ...adminOf(it), meetings: () => meetingsIn(simulator) }
        if (first !== COMMON) await ada.use(first)
        const booking = await ada.confirm(await ada.hold())
        const sweep = async () => {
          it.clock.advance(11 * 60_000)
          await cron(db, it.clock, bookingEntries(it.ctx))()
          it.wake()
          await ada.settle()
        }
        await tell({ ...ada, ...mover(ada, it, booking.id), old: booking, sweep }, it)
      } finally {
        await simulator.stop()
      }
    })
  }

  test('is told of in one follow-up that names the meetings which stay behind, once', () =>
    story(OLD, async (ada) => {
      const other = await ada.confirm(await ada.hold())
      await ada.confirm(await ada.hold('call-phone'))
      await ada.use(NEW)
      const [told, ...more] = await ada.followUps()
      expect(more).toEqual([])
      expect(told).toMatchObject({
        kind: 'zoom_account_replaced',
        detail: {
          account_id: 'old',
          meetings: 2,
          named: [ada.old, other].map((one, i) => ({
            booking_id: one.id,
            provider_meeting_id: ada.meetings()[i]!.id,
            start_at_utc: one.start_at_utc.toISOString(),
          })),
        },
      })
      expect(JSON.stringify(told)).not.toContain('secret')
      await ada.sweep()
      await ada.use({ ...NEW, client_secret: 'another' })
      expect(await ada.followUps()).toHaveLength(1)
    }))

  test('that is put back has its meetings again, and is told of anew when it is replaced anew', () =>
    story(OLD, async (ada) => {
      await ada.use(NEW)
      await ada.use(OLD)
      await ada.sweep()
      expect(await ada.followUps()).toHaveLength(1)
      await ada.use(NEW)
      expect(await ada.followUps()).toHaveLength(2)
    }))

  test('for the default one leaves its meetings behind as well', () =>
    story(OLD, async (ada) => {
      await ada.use(COMMON)
      expect(await ada.followUps()).toMatchObject([
        { kind: 'zoom_account_replaced', detail: { account_id: 'old', meetings: 1 } },
      ])
    }))

  test('in the settings, which nobody announces, is found out by the sweep, and told once', () =>
    story(COMMON, async (ada, { ctx }) => {
      ctx.zoomAccounts = {
        ...ctx.zoomAccounts,
        of: async () => NEW,
        reach: async () => ['new'],
        within: async (_, id) => (id === 'new' ? NEW : undefined),
      }
      await ada.sweep()
      await ada.sweep()
      expect(await ada.followUps()).toMatchObject([
        { kind: 'zoom_account_replaced', detail: { account_id: 'a', meetings: 1 } },
      ])
    }))

  test('is told of by the sweep in one follow-up, however many salespersons have meetings there', () =>
    story(OLD, async (ada, { ctx, acme }) => {
      const { tenant, salespersons } = await acme()
      const other = await ada.confirm(await ada.hold())
      const vancouver = [...salespersons.values()].find(({ slug }) => slug === 'vancouver')!
      const { bookings } = ctx.db.t
      await ctx.db.q.update(bookings).set({ salesperson_id: vancouver.id }).where(eq(bookings.id, other.id))
      await setZoomAccount(ctx, { tenant_id: tenant.id, actor: { name: 'admin_key' } }, NEW)
      await ada.sweep()
      await ada.sweep()
      expect(await ada.followUps()).toMatchObject([
        { kind: 'zoom_account_replaced', detail: { account_id: 'old', meetings: 2 } },
      ])
    }))

  test('keeps the meetings of an earlier version, which did not remember where it made them', () =>
    story(OLD, async (ada, { ctx }) => {
      await ctx.db.q.update(ctx.db.t.zoom_meetings).set({ account_id: null })
      await ada.use(NEW)
      expect(await ada.followUps()).toMatchObject([{ detail: { account_id: 'old', meetings: 1 } }])
    }))

  test('leaves the meeting of a canceled booking to a person, by name, until the account is back', () =>
    story(OLD, async (ada) => {
      await ada.use(NEW)
      await ada.cancel(ada.old)
      await ada.settle()
      const [meeting] = ada.meetings()
      expect(await ada.saga(ada.old.id)).toMatchObject({
        status: 'stuck',
        steps: [{ state: 'done' }, { step: 'delete_zoom_meeting', state: 'failed' }],
      })
      expect((await ada.followUps()).at(-1)).toMatchObject({
        kind: 'cleanup_required',
        booking_id: ada.old.id,
        detail: {
          provider_meeting_id: meeting!.id,
          account_id: 'old',
          reason: expect.stringContaining('zoom_account_replaced'),
        },
      })
      await ada.sweep()
      expect(ada.meetings()).toHaveLength(1)
      await ada.use(OLD)
      await ada.sweep()
      expect(ada.meetings()).toEqual([])
    }))

  test('makes a booking that moves a new meeting, leads the event to it and names the old one', () =>
    story(OLD, async (ada, { outlook }) => {
      await ada.use(NEW)
      const [left] = ada.meetings()
      const [, , , to] = await ada.slots()
      const moved = await ada.move(to!)
      expect(moved).toMatchObject({ status: 'confirmed', revision: 2, start_at_utc: new Date(to!) })
      expect(ada.meetings()).toMatchObject([
        { account_id: 'old', start_ms: ada.old.start_at_utc.getTime() },
        { account_id: 'new', start_ms: Date.parse(to!) },
      ])
      const [event, ...more] = await ada.events()
      expect(more).toEqual([])
      expect(event!.body).toContain(moved.join_url!)
      expect(event!.body).not.toContain(ada.old.join_url!)
      expect(outlook.mails.filter((mail) => mail.kind === 'invited')).toHaveLength(1)
      expect((await ada.followUps()).slice(1)).toMatchObject([
        { kind: 'zoom_meeting_left', detail: { provider_meeting_id: left!.id, account_id: 'old' } },
      ])
      await ada.sweep()
      expect(await ada.followUps()).toHaveLength(2)
      expect(ada.meetings()).toHaveLength(2)
      // From here on it is a booking like any other.
      await ada.cancel(moved)
      await ada.settle()
      expect(ada.meetings()).toMatchObject([{ account_id: 'old' }])
      expect(await ada.followUps()).toHaveLength(2)
    }))

  test('again and again has each meeting named that was left, also a second one in the same account', () =>
    story(OLD, async (ada) => {
      const made = [ada.meetings()[0]!.id]
      for (const account of [NEW, OLD, NEW]) {
        await ada.use(account)
        const [, , , to] = await ada.slots()
        await ada.move(to!)
        made.push(ada.meetings().at(-1)!.id)
      }
      const left = (await ada.followUps()).filter((one) => one.kind === 'zoom_meeting_left')
      expect(left.map(({ detail }) => detail.provider_meeting_id)).toEqual(made.slice(0, 3))
    }))

  test('has no second meeting made when the first one’s answer was lost', () =>
    story(OLD, async (ada, { ctx }) => {
      await ada.use(NEW)
      const { zoom } = ctx
      let lost = 0
      ctx.zoom = {
        ...zoom,
        create: async (...asked) => {
          const made = await zoom.create(...asked)
          lost += 1
          if (lost === 1) throw noAnswer()
          return made
        },
      }
      const [, , , to] = await ada.slots()
      const moved = await ada.move(to!)
      expect(moved).toMatchObject({ status: 'confirmed', revision: 2 })
      expect(ada.meetings().map((one) => one.account_id)).toEqual(['old', 'new'])
      expect((await ada.followUps()).map((one) => one.kind)).toEqual([
        'zoom_account_replaced',
        'zoom_meeting_left',
      ])
    }))

  test('leaves everything as it was when the move is refused: the link that the customer has lives on', () =>
    story(OLD, async (ada, { outlook, ctx }) => {
      await ada.use(NEW)
      const [left] = ada.meetings()
      const refused = new Failure('permanent', 'ErrorInvalidRequest', 'No', { status: 400 })
      outlook.switches.failNext(1, refused, 'change')
      const [, , , to] = await ada.slots()
      const stands = await ada.move(to!)
      expect(stands).toMatchObject({
        revision: 1,
        start_at_utc: ada.old.start_at_utc,
        join_url: ada.old.join_url,
        saga_id: null,
      })
      expect(ada.meetings()).toEqual([left!])
      expect((await ada.events())[0]!.body).toContain(ada.old.join_url!)
      expect(await ada.compensations(ada.old.id)).toMatchObject([
        { step: 'move_zoom_meeting', state: 'done' },
      ])
      const rows = await ctx.db.q.select().from(ctx.db.t.zoom_meetings)
      expect(rows).toMatchObject([
        { provider_meeting_id: left!.id, account_id: 'old', join_url: ada.old.join_url },
      ])
      const kinds = async () => (await ada.followUps()).map((one) => one.kind)
      expect(await kinds()).toEqual(['zoom_account_replaced', 'saga_failed'])
      // Whoever knows that it was left need not hear of it once more.
      await ada.sweep()
      expect(await kinds()).toEqual(['zoom_account_replaced', 'saga_failed'])
    }))

  test('is told of by the sweep where nobody was told before a move that was refused', () =>
    story(OLD, async (ada, { outlook, ctx }) => {
      const { tenant_id } = ada.old
      await setZoomAccount(ctx, { tenant_id, actor: { name: 'admin_key' } }, NEW)
      outlook.switches.failNext(1, new Failure('permanent', 'ErrorInvalidRequest', 'No'), 'change')
      const [, , , to] = await ada.slots()
      await ada.move(to!)
      await ada.sweep()
      await ada.sweep()
      expect((await ada.followUps()).map((one) => one.kind)).toEqual(['saga_failed', 'zoom_account_replaced'])
    }))

  test('takes the new meeting back once, though nobody hears that it is done', () =>
    story(OLD, async (ada, { outlook, ctx }) => {
      await ada.use(NEW)
      const [left] = ada.meetings()
      outlook.switches.failNext(1, new Failure('permanent', 'ErrorInvalidRequest', 'No'), 'change')
      const { zoom } = ctx
      let deletions = 0
      ctx.zoom = {
        ...zoom,
        delete: async (...asked) => {
          await zoom.delete(...asked)
          deletions += 1
          if (deletions === 1) throw noAnswer()
        },
      }
      const [, , , to] = await ada.slots()
      const stands = await ada.move(to!)
      expect([deletions, ada.meetings()]).toEqual([2, [left!]])
      expect(stands).toMatchObject({ revision: 1, join_url: ada.old.join_url, saga_id: null })
      expect(await ada.compensations(ada.old.id)).toMatchObject([{ state: 'done', attempts: 1 }])
    }))

  test('puts the old link back into an event that may have been changed although no answer came', () =>
    story(OLD, async (ada, { outlook, ctx }) => {
      await ada.use(NEW)
      const isRunning = async () => (await ada.saga(ada.old.id)).status === 'running'
      ctx.outlook = {
        ...outlook,
        change: async (mailbox, id, change) => {
          const event = await outlook.change(mailbox, id, change)
          if (await isRunning()) throw noAnswer()
          return event
        },
        find: async (mailbox, id) => {
          if (await isRunning()) throw noAnswer()
          return outlook.find(mailbox, id)
        },
      }
      const [, , , to] = await ada.slots()
      await ada.move(to!)
      expect(ada.meetings()).toMatchObject([{ account_id: 'old' }])
      const [event] = await ada.events()
      expect(event).toMatchObject({ start_ms: ada.old.start_at_utc.getTime() })
      expect(event!.body).toContain(ada.old.join_url!)
    }))

  test('is named as the place of a meeting that is left where a move that failed is canceled before it is put back', () =>
    story(OLD, async (ada, { outlook, ctx }) => {
      await ada.use(NEW)
      const [left] = ada.meetings()
      let away = true
      const whileAway = async () => {
        if (!away) return
        const { status } = await ada.saga(ada.old.id)
        if (status === 'undoing') {
          away = false
          await ada.cancel(ada.old)
        }
        throw noAnswer()
      }
      ctx.outlook = {
        ...outlook,
        change: async (...asked) => {
          await whileAway()
          return outlook.change(...asked)
        },
        find: async (...asked) => {
          await whileAway()
          return outlook.find(...asked)
        },
      }
      const [, , , to] = await ada.slots()
      expect(await ada.move(to!)).toMatchObject({ status: 'canceled', saga_id: null })
      expect(await ada.events()).toEqual([])
      expect(ada.meetings()).toEqual([left!])
      expect(await ada.followUps()).toMatchObject([
        { kind: 'zoom_account_replaced' },
        { kind: 'saga_failed' },
        { kind: 'zoom_meeting_left', detail: { provider_meeting_id: left!.id, account_id: 'old' } },
      ])
    }))

  test('cannot let the meeting follow the salesperson: a person is told which one stays', () =>
    story(OLD, async (ada, { ctx }) => {
      await ada.use(NEW)
      const id = ctx.entropy.id()
      await ctx.db.transaction(async (tx) => {
        await tx.q.update(tx.t.bookings).set({ saga_id: id })
        await startSaga(tx, ctx, { ...ada.old, saga_id: id }, { id, kind: 'follow' })
      })
      await ada.settle()
      expect((await ada.followUps()).at(-1)).toMatchObject({
        kind: 'meeting_not_moved',
        detail: { provider_meeting_id: ada.meetings()[0]!.id, account_id: 'old' },
      })
    }))

  test('while a meeting is being made in it may have that one: a person is asked to search for it', () =>
    story(OLD, async (ada, { ctx }) => {
      const { zoom } = ctx
      ctx.zoom = {
        ...zoom,
        create: async (account, draft) => {
          const made = await zoom.create(account, draft)
          if (account.account_id === 'new') return made
          await ada.use(NEW)
          throw noAnswer()
        },
      }
      const booking = await ada.confirm(await ada.hold())
      expect(booking).toMatchObject({ status: 'confirmed' })
      expect(ada.meetings().map((one) => one.account_id)).toEqual(['old', 'old', 'new'])
      expect((await ada.followUps()).filter((one) => one.booking_id === booking.id)).toMatchObject([
        {
          kind: 'zoom_meeting_left',
          detail: { account_id: 'old', advice: expect.stringContaining(`Ref: ${booking.id}`) },
        },
      ])
    }))

  test('while a meeting is being moved in it has no meeting deleted by hand that the booking may return to', () =>
    story(OLD, async (ada, { outlook, ctx }) => {
      const { zoom } = ctx
      ctx.zoom = {
        ...zoom,
        change: async (account, ...asked) => {
          if (account.account_id === 'new') return zoom.change(account, ...asked)
          await ada.use(NEW)
          throw noAnswer()
        },
      }
      const [left] = ada.meetings()
      outlook.switches.failNext(1, new Failure('permanent', 'ErrorInvalidRequest', 'No'), 'change')
      const [, , , to] = await ada.slots()
      const stands = await ada.move(to!)
      expect(stands).toMatchObject({ revision: 1, join_url: ada.old.join_url, saga_id: null })
      expect(ada.meetings()).toEqual([left!])
      const asked = (await ada.followUps()).filter((one) => one.kind === 'zoom_meeting_left')
      expect(asked).toMatchObject([
        { detail: { account_id: 'old', advice: expect.stringContaining(`other than ${left!.id}`) } },
      ])
    }))

  test('gives no link to start a meeting of the old one, and says why', () =>
    story(OLD, async (ada, { desk, acme }) => {
      const read = async () =>
        desk.admin.readStartLink(await acme(), { booking_id: ada.old.id, actor: 'admin_key' })
      expect((await read()).start_url).toStartWith('https://')
      await ada.use(NEW)
      expect(read()).rejects.toMatchObject({
        code: 'zoom_refused',
        more: { zoom_code: 'zoom_account_replaced', advice: expect.any(String) },
      })
      expect(await ada.followUps()).toHaveLength(1)
    }))

  test('was the default one: that can still be opened, and its meetings are moved and deleted there', () =>
    story(COMMON, async (ada) => {
      await ada.use(NEW)
      await ada.sweep()
      const [, , , to] = await ada.slots()
      const moved = await ada.move(to!)
      expect(moved).toMatchObject({ revision: 2, join_url: ada.old.join_url })
      expect(ada.meetings()).toMatchObject([{ account_id: 'a', start_ms: Date.parse(to!) }])
      await ada.cancel(moved)
      await ada.settle()
      expect(ada.meetings()).toEqual([])
      expect(await ada.followUps()).toEqual([])
    }))
})

type Customer = ReturnType<typeof customer>
type Row = Awaited<ReturnType<Customer['booking']>>
type Ada = Omit<Customer, 'meetings'> &
  ReturnType<typeof adminOf> &
  ReturnType<typeof mover> & { old: Row; meetings(): Meeting[]; sweep(): Promise<void> }

/** What an admin does: enters an account, or returns to the default one; cancels. */
function adminOf({ ctx, desk, acme }: World) {
  const use = async (account: Account) => {
    const about = {
      tenant_id: (await acme()).tenant.id,
      actor: { name: 'admin_key' },
    }
    const work = () =>
      account === COMMON
        ? dropZoomAccount(ctx, about)
        : setZoomAccount(ctx, about, account).then(() => undefined)
    await desk.admin.replaceZoom(about.tenant_id, work)
  }
  const cancel = async ({ tenant_id, id: booking_id }: Row) => {
    await desk.admin.cancel({ tenant_id, booking_id, actor: 'admin_key' })
  }
  return { use, cancel }
}

interface Meeting {
  id: string
  account_id: string
  start_ms: number
}

/** All that stand at Zoom, in whichever account, in the order in which they were made. */
function meetingsIn({ world }: Awaited<ReturnType<typeof startZoomSimulator>>): Meeting[] {
  return [...world.meetings.values()].map(({ id, account_id, start_ms }) => ({
    id: String(id),
    account_id,
    start_ms,
  }))
}

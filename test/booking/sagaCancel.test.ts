import { expect, test } from 'bun:test'
import { cancelByAdmin } from '../../src/booking/cancel.ts'
import { ledgerOf } from '../../src/booking/saga/ledger.ts'
import { loadRun } from '../../src/booking/saga/loadRun.ts'
import { performSteps } from '../../src/booking/saga/performSteps.ts'
import { planOf } from '../../src/booking/saga/plans.ts'
import { SagaMoved } from '../../src/booking/saga/saga.ts'
import { startSaga } from '../../src/booking/saga/start.ts'
import { Failure } from '../../src/lib/failure.ts'
import { customer, type TypeSlug } from '../support/customer.ts'
import { onBothDatabases } from '../support/databases.ts'
import { inWorld, type World } from '../support/world.ts'

const noAnswer = () => new Failure('retry', 'deadline', 'No answer')
const refused = (code: string) => new Failure('permanent', code, 'No', { status: 400 })

type Ada = ReturnType<typeof customer> & { booking_id: string; cancel(): Promise<void> }

/** Has the booking moved an hour ahead, as by its salesperson, and all of it done; answers when it begins then. */
async function follow(ada: Ada, ctx: World['ctx']): Promise<number> {
  const id = ctx.entropy.id()
  const booking = await ada.booking(ada.booking_id)
  const { bookings } = ctx.db.t
  const start_ms = booking.start_at_utc.getTime() + 3_600_000
  const moved = {
    saga_id: id,
    start_at_utc: new Date(start_ms),
    end_at_utc: new Date(start_ms + 1_800_000),
  }
  await ctx.db.transaction(async (tx) => {
    await tx.q.update(bookings).set(moved)
    await startSaga(tx, ctx, { ...booking, ...moved }, { id, kind: 'follow' })
  })
  await ada.settle()
  return start_ms
}

onBothDatabases('a cancellation', (fresh) => {
  const story = async (tell: (they: Ada, it: World) => Promise<void>, type: TypeSlug = 'intro-zoom') => {
    const { db } = await fresh()
    await inWorld(db, async (it, worker) => {
      const ada = customer(it, worker)
      const { id: booking_id, tenant_id } = await ada.confirm(await ada.hold(type))
      const cancel = async () => {
        await it.desk.admin.cancel({ tenant_id, booking_id, actor: 'admin_key' })
      }
      await tell({ ...ada, booking_id, cancel }, it)
    })
  }

  test('frees the time at once, before Outlook and Zoom have heard of it', () =>
    story(async (ada, { zoom }) => {
      await ada.cancel()
      expect(await ada.claims()).toEqual([])
      await ada.settle()
      expect(await ada.events()).toEqual([])
      expect(zoom.meetings()).toEqual([])
      expect(await ada.booking(ada.booking_id)).toMatchObject({
        status: 'canceled',
        saga_id: null,
        revision: 2,
      })
      expect(await ada.saga(ada.booking_id)).toMatchObject({ kind: 'cancel', status: 'done' })
    }))

  test('takes the meeting away although Outlook is down, and Outlook’s event hours later', () =>
    story(async (ada, { outlook, zoom, clock }) => {
      outlook.switches.failNext(20, noAnswer(), 'cancel')
      const before_ms = clock.now_ms()
      await ada.cancel()
      while (zoom.meetings().length > 0) await Bun.sleep(1)
      expect(await ada.events()).toHaveLength(1)
      await ada.settle()
      expect(await ada.events()).toEqual([])
      expect(clock.now_ms() - before_ms).toBeGreaterThan(3_600_000)
      expect(await ada.followUps()).toEqual([])
    }))

  test('deletes a meeting that is being held once it is over', () =>
    story(async (ada, { zoom }) => {
      const running = new Failure('retry', 'zoom_meeting_running', 'It runs', {
        status: 400,
        retry_after_ms: 900_000,
      })
      zoom.failNext(3, running, 'delete')
      await ada.cancel()
      await ada.settle()
      expect(zoom.meetings()).toEqual([])
      expect(await ada.saga(ada.booking_id)).toMatchObject({ status: 'done' })
    }))

  test('that cannot be carried out is stuck, for a person to see to, and frees the booking', () =>
    story(async (ada, { outlook, zoom }) => {
      outlook.switches.failNext(1, refused('ErrorAccessDenied'), 'cancel')
      await ada.cancel()
      await ada.settle()
      expect(zoom.meetings()).toEqual([])
      expect(await ada.saga(ada.booking_id)).toMatchObject({
        status: 'stuck',
        steps: [
          { step: 'cancel_outlook_event', state: 'failed' },
          { step: 'delete_zoom_meeting', state: 'done' },
        ],
      })
      expect(await ada.booking(ada.booking_id)).toMatchObject({ status: 'canceled', saga_id: null })
      expect(await ada.followUps()).toMatchObject([{ kind: 'cleanup_required', booking_id: ada.booking_id }])
    }))

  for (const seen of ['held', 'confirming'] as const)
    test(`takes away what stands outside although the booking was still ${seen} when it was read`, async () => {
      const { db } = await fresh()
      await inWorld(db, async (it, worker) => {
        const ada = customer(it, worker)
        const held = await ada.hold()
        const { booking_id } = held
        if (seen === 'confirming') {
          it.zoom.failNext(1, noAnswer(), 'create')
          await it.desk.confirm(held, 0)
        }
        const { tenant_id, status } = await ada.booking(booking_id)
        expect(status).toBe(seen)
        // Between the look and the write the confirmation comes to its end.
        const meanwhile = seen === 'held' ? () => ada.confirm(held) : ada.settle
        const transaction: typeof it.ctx.db.transaction = async (work) => {
          await meanwhile()
          return it.ctx.db.transaction(work)
        }
        const db = { ...it.ctx.db, transaction }
        await cancelByAdmin({ ...it.ctx, db }, { tenant_id, booking_id, actor: 'admin_key' })
        await ada.settle()
        expect(await ada.booking(booking_id)).toMatchObject({ status: 'canceled', saga_id: null })
        expect(await ada.events()).toEqual([])
        expect(ada.meetings()).toEqual([])
        expect(await ada.claims()).toEqual([])
      })
    })

  test('of a call needs no Zoom', () =>
    story(async (ada) => {
      await ada.cancel()
      await ada.settle()
      expect(await ada.events()).toEqual([])
      expect((await ada.saga(ada.booking_id)).steps).toHaveLength(1)
    }, 'call-phone'))

  test('is refused while another saga changes the booking', () =>
    story(async (ada, { ctx }) => {
      const { bookings } = ctx.db.t
      await ctx.db.q.update(bookings).set({ saga_id: 'another' })
      expect(ada.cancel()).rejects.toMatchObject({ code: 'wrong_state' })
    }))

  test('a move by the salesperson takes the meeting along; a deleted one is for a person to see to', () =>
    story(async (ada, { ctx, zoom }) => {
      const start_ms = await follow(ada, ctx)
      expect(zoom.meetings()).toMatchObject([{ start_ms }])
      expect(await ada.saga(ada.booking_id)).toMatchObject({ kind: 'follow', status: 'done' })

      await zoom.delete(await ctx.zoomAccounts.of(''), zoom.meetings()[0]!.provider_meeting_id)
      await follow(ada, ctx)
      expect(zoom.meetings()).toEqual([])
      expect(await ada.saga(ada.booking_id)).toMatchObject({ kind: 'follow', status: 'stuck' })
      expect(await ada.followUps()).toMatchObject([{ kind: 'meeting_not_moved' }])
      expect(await ada.booking(ada.booking_id)).toMatchObject({ status: 'confirmed', saga_id: null })
    }))

  for (const [minutes, what, kinds] of [
    [15, 'the meeting is being held takes it along once it is over, and asks nobody', []],
    [24 * 60, 'Zoom asks for a day of patience is left to a person', ['meeting_not_moved']],
  ] as const)
    test(`a move by the salesperson while ${what}`, () =>
      story(async (ada, { ctx, zoom }) => {
        const before_ms = zoom.meetings()[0]!.start_ms
        const pause = { status: 400, retry_after_ms: minutes * 60_000 }
        zoom.failNext(2, new Failure('retry', 'zoom_meeting_running', 'It runs', pause), 'change')
        const after_ms = await follow(ada, ctx)
        expect(zoom.meetings()[0]!.start_ms).toBe(kinds.length === 0 ? after_ms : before_ms)
        expect((await ada.followUps()).map(({ kind }) => kind)).toEqual([...kinds])
        expect(await ada.booking(ada.booking_id)).toMatchObject({ saga_id: null })
      }))
})

onBothDatabases('a worker that was given up', (fresh) => {
  test('begins no further effect and writes nothing once another has gone on', async () => {
    const { db } = await fresh()
    await inWorld(db, async (it, worker) => {
      const ada = customer(it, worker)
      const held = await ada.hold()
      const { ctx, zoom } = it
      // Before the worker of this world has done anything, a slow one has read the saga.
      await it.end()
      const confirming = it.desk.confirm(held)
      while ((await ada.booking(held.booking_id)).status === 'held') await Bun.sleep(1)
      const saga = await ada.saga(held.booking_id)
      const slow = await loadRun(ctx, db, saga.id)
      await it.work()
      expect(await confirming).toMatchObject({ settled: true })
      const plan = planOf('confirm', slow!.booking)
      expect(performSteps(slow!, plan, new AbortController().signal, ledgerOf(ctx))).rejects.toBeInstanceOf(
        SagaMoved,
      )
      await performSteps(slow!, plan, new AbortController().signal, ledgerOf(ctx)).catch(() => {})
      expect(zoom.meetings()).toHaveLength(1)
      expect(await ada.saga(held.booking_id)).toMatchObject({ status: 'done' })
    })
  })

  test('begins nothing at all when it is called off', async () => {
    const { db } = await fresh()
    await inWorld(db, async (it, worker) => {
      const ada = customer(it, worker)
      const held = await ada.hold()
      await it.end()
      const confirming = it.desk.confirm(held).catch(() => {})
      while ((await ada.booking(held.booking_id)).status === 'held') await Bun.sleep(1)
      const run = await loadRun(it.ctx, db, (await ada.saga(held.booking_id)).id)
      const plan = planOf('confirm', run!.booking)
      const late = performSteps(run!, plan, AbortSignal.abort(new Error('too late')), ledgerOf(it.ctx))
      expect(late).rejects.toThrow('too late')
      await late.catch(() => {})
      expect(it.zoom.meetings()).toEqual([])
      await it.work()
      await confirming
    })
  })
})

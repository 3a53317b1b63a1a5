import { expect, test } from 'bun:test'
import { eq } from 'drizzle-orm'
import { Failure } from '../../src/lib/failure.ts'
import { customer } from '../support/customer.ts'
import { onBothDatabases } from '../support/databases.ts'
import { inWorld, type World } from '../support/world.ts'

const noAnswer = () => new Failure('retry', 'deadline', 'No answer')
const refused = (code: string) => new Failure('permanent', code, 'No', { status: 400 })

onBothDatabases('a move that has failed and is being put back', (fresh) => {
  type Ada = Awaited<ReturnType<typeof moving>>

  /** Outlook refuses the move when the meeting has moved already, and Zoom does as `back` when it is to go back. */
  const story = async (
    back: World['zoom']['change'],
    tell: (ada: Ada, it: World) => Promise<void>,
  ): Promise<void> => {
    const { db } = await fresh()
    await inWorld(db, async (it, worker) => {
      const ada = await moving(it, customer(it, worker))
      const { zoom, ctx, outlook } = it
      let changes = 0
      ctx.zoom = {
        ...zoom,
        change: (...asked) => {
          changes += 1
          return changes === 1 ? zoom.change(...asked) : back(...asked)
        },
      }
      outlook.switches.failNext(1, refused('ErrorInvalidRequest'), 'change')
      expect(ada.move()).rejects.toMatchObject({ code: 'confirmation_failed' })
      while ((await ada.saga(ada.id)).status !== 'undoing') await Bun.sleep(1)
      await tell(ada, it)
      await ada.settle()
      expect(await ada.booking(ada.id)).toMatchObject({ status: 'canceled', saga_id: null, revision: 2 })
      expect(await ada.claims()).toEqual([])
      expect(await ada.events()).toEqual([])
      expect(zoom.meetings()).toEqual([])
      // Why the move failed is all that somebody is asked about.
      expect((await ada.followUps()).map(({ kind }) => kind)).toEqual(['saga_failed'])
      expect((await ada.compensations(ada.id)).map(({ state }) => state)).toEqual(['done'])
    })
  }

  test('for hours keeps nobody from canceling', () =>
    story(
      async () => {
        throw noAnswer()
      },
      async (ada) => {
        expect(await ada.cancel()).toMatchObject({ status: 'canceled' })
      },
    ))

  test('and is canceled in that very moment leaves nothing behind, and nobody is asked about it', async () => {
    const going = Promise.withResolvers<void>()
    const gone = Promise.withResolvers<void>()
    await story(
      async () => {
        going.resolve()
        await gone.promise
        throw refused('meeting_gone')
      },
      async (ada, { zoom }) => {
        await going.promise
        await ada.cancel()
        while (zoom.meetings().length > 0) await Bun.sleep(1)
        gone.resolve()
      },
    )
  })

  test('and is canceled just as that ends is canceled', async () => {
    const { db } = await fresh()
    // SQLite has one transaction after the other.
    if (db.name === 'sqlite') return
    await inWorld(db, async (it, worker) => {
      const ada = await moving(it, customer(it, worker))
      const { bookings, sagas } = db.t
      it.outlook.switches.failNext(1, refused('ErrorInvalidRequest'), 'change')
      expect(ada.move()).rejects.toMatchObject({ code: 'confirmation_failed' })
      await ada.settle()
      const { id } = await ada.saga(ada.id)
      await db.q.update(sagas).set({ status: 'undoing' }).where(eq(sagas.id, id))
      await db.q.update(bookings).set({ saga_id: id }).where(eq(bookings.id, ada.id))
      const { canceling } = await db.transaction(async (tx) => {
        await tx.q.update(sagas).set({ status: 'undone' }).where(eq(sagas.id, id))
        await tx.q.update(bookings).set({ saga_id: null }).where(eq(bookings.id, ada.id))
        const canceling = ada.cancel().catch((error: unknown) => error)
        await Bun.sleep(300)
        return { canceling }
      })
      expect(await canceling).toMatchObject({ status: 'canceled' })
      await ada.settle()
    })
  })

  test('is shown as what it is: the booking has its time, may be canceled, and cannot be moved yet', () =>
    story(
      async () => {
        throw noAnswer()
      },
      async (ada, { desk }) => {
        expect(await desk.pages.visit(await ada.token('show'))).toMatchObject({
          ...{ status: 'confirmed', changing: false, returning: true },
          open: { cancel: true, reschedule: false },
        })
        expect(ada.move()).rejects.toMatchObject({ code: 'wrong_state' })
        await ada.cancel()
      },
    ))
})

/** A confirmed booking, and what its customer does by links. */
async function moving({ ctx, desk, clock }: World, ada: ReturnType<typeof customer>) {
  const { id, tenant_id } = await ada.confirm(await ada.hold())
  const [, , , start_at_utc] = await ada.slots()
  const token = async (purpose: 'reschedule' | 'cancel' | 'show') => {
    const expires_at_ms = clock.now_ms() + 60_000
    return (await ctx.tokens.sign({ tenant_id, booking_id: id, purpose, expires_at_ms })).token
  }
  let keys = 0
  const move = async () => {
    keys += 1
    return desk.reschedule(`move-${keys}`, { token: await token('reschedule'), start_at_utc: start_at_utc! })
  }
  return { ...ada, id, token, move, cancel: async () => desk.cancel(await token('cancel')) }
}

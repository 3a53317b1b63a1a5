import { expect, test } from 'bun:test'
import { Problem } from '../../src/lib/problem.ts'
import { onBothDatabases } from '../support/databases.ts'
import { inOutlookWorld, type Scenery } from '../support/outlookWorld.ts'

const HOUR_MS = 3_600_000

async function signedFor(
  it: Scenery,
  purpose: 'cancel' | 'reschedule',
  { id, tenant_id }: Booked['booking'],
) {
  const expires_at_ms = it.clock.now_ms() + HOUR_MS
  return (await it.ctx.tokens.sign({ booking_id: id, tenant_id, purpose, expires_at_ms })).token
}

type Booked = Awaited<ReturnType<Scenery['booked']>>

onBothDatabases('the time that a booking has left', (fresh) => {
  const WAYS: [what: string, leave: (it: Scenery, booked: Booked, to: string) => Promise<unknown>][] = [
    [
      'the customer cancels',
      async (it, { booking }) => it.desk.cancel(await signedFor(it, 'cancel', booking)),
    ],
    [
      'the customer moves it',
      async (it, { booking }, start_at_utc) => {
        const token = await signedFor(it, 'reschedule', booking)
        await it.desk.reschedule('move', { token, start_at_utc }, 0)
      },
    ],
    [
      'the salesperson deletes the event',
      async (it, { event }) => it.outlook.playground.remove(it.mailbox, event.event_id),
    ],
    [
      'the salesperson moves the event',
      async (it, { event }) => {
        const time = { start_ms: event.start_ms + 5 * HOUR_MS, end_ms: event.end_ms + 5 * HOUR_MS }
        it.outlook.playground.move(it.mailbox, event.event_id, time)
      },
    ],
  ]
  test.each(WAYS)(
    'is listed again at once when %s, whatever the calendar was remembered to say',
    async (_, leave) => {
      await inOutlookWorld((await fresh()).db, async (it) => {
        const booked = await it.booked()
        const start = booked.booking.start_at_utc.toISOString()
        // What was remembered before the booking is too old by now; what is remembered next has the event in it.
        it.clock.advance(2 * 60_000)
        const [, , , to] = await it.ada.slots()
        expect(await it.ada.slots()).not.toContain(start)
        await leave(it, booked, to!)
        await it.settle()
        expect(await it.ada.slots()).toContain(start)
      })
    },
  )

  test('is no time that it can be moved to, and not named as one', async () => {
    await inOutlookWorld((await fresh()).db, async (it) => {
      const { booking } = await it.booked('intro-zoom', (await it.ada.slots())[2])
      const token = await signedFor(it, 'reschedule', booking)
      const start_at_utc = new Date(booking.start_at_utc.getTime() + 60_000).toISOString()
      const problem = await it.desk
        .reschedule('move', { token, start_at_utc }, 0)
        .catch((error: unknown) => error)
      expect(problem).toBeInstanceOf(Problem)
      const { alternatives } = (problem as Problem).more as { alternatives: string[] }
      expect(alternatives).toHaveLength(3)
      expect(alternatives).not.toContain(booking.start_at_utc.toISOString())
    })
  })
})

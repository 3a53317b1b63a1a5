import { expect, test } from 'bun:test'
import { cron } from '../../src/jobs/cron.ts'
import { Failure } from '../../src/lib/failure.ts'
import { onBothDatabases } from '../support/databases.ts'
import { inOutlookWorld, type Scenery } from '../support/outlookWorld.ts'

const DAY_MS = 86_400_000
const MINUTE_MS = 60_000
/** What an expired client secret leads to. */
const expired = new Failure('permanent', 'entra_7000222', 'Entra refuses the application a token', {
  status: 401,
})
const away = new Failure('retry', 'unreachable', 'events.get: Graph cannot be reached')

onBothDatabases('while Outlook answers nothing', (fresh) => {
  const story = (tell: (it: Scenery & ReturnType<typeof meddling>) => Promise<void>) => async () =>
    inOutlookWorld((await fresh()).db, async (it) => tell({ ...it, ...meddling(it) }))

  for (const failure of [expired, away])
    test(
      `because of ${failure.code}, a person is asked once, however much happens there, and all is caught up with`,
      story(async ({ booked, ada, busyDay, fails, minute, outlook, mailbox }) => {
        const { booking, event } = await booked('call-phone')
        fails(failure)
        const time = { start_ms: event.start_ms + DAY_MS, end_ms: event.end_ms + DAY_MS }
        outlook.playground.move(mailbox, event.event_id, time)
        await busyDay(6)
        const asked = await ada.followUps()
        expect(asked).toMatchObject([{ kind: 'outlook_refuses', booking_id: null, salesperson_id: null }])
        expect(String(asked[0]!.detail.error)).toStartWith(failure.code)
        fails(undefined)
        await minute()
        expect((await ada.booking(booking.id)).start_at_utc.getTime()).toBe(time.start_ms)
      }),
    )

  test(
    'for good, a person is asked although no notification comes',
    story(async ({ booked, ada, fails, minute }) => {
      await booked('call-phone')
      fails(expired)
      await minute()
      await minute()
      expect((await ada.followUps()).map(({ kind }) => kind)).toEqual(['outlook_refuses'])
    }),
  )

  test(
    'for a moment, nobody is asked',
    story(async ({ booked, ada, fails, minute }) => {
      await booked('call-phone')
      fails(away)
      await minute()
      fails(undefined)
      await minute()
      expect(await ada.followUps()).toEqual([])
    }),
  )
})

function meddling({ ctx, clock, sync, settle, outlook, mailbox }: Scenery) {
  const tick = cron(ctx.db, clock, [sync.entries.find(({ name }) => name === 'sweep')!])
  const { find, listMarked } = outlook
  return {
    /** Lets a minute go by with its sweep. */
    async minute() {
      clock.advance(MINUTE_MS)
      await tick()
      await settle()
    },
    /** Has every reading fail like this, or none any more. */
    fails(failure: Failure | undefined) {
      const refuse = () => Promise.reject(failure)
      Object.assign(outlook, failure ? { find: refuse, listMarked: refuse } : { find, listMarked })
      Object.assign(ctx.outlook, failure ? { find: refuse, listMarked: refuse } : { find, listMarked })
    },
    /** Puts so many meetings of the salesperson's own into the calendar, and lets their news be tried to the end. */
    async busyDay(meetings: number) {
      for (let n = 0; n < meetings; n += 1) {
        const start_ms = clock.now_ms() + n * DAY_MS
        outlook.playground.add(mailbox, { subject: 'Own', start_ms, end_ms: start_ms + MINUTE_MS })
      }
      for (let hour = 0; hour < 80; hour += 1) {
        await settle()
        clock.advance(MINUTE_MS)
      }
      await settle()
    },
  }
}

import { expect, test } from 'bun:test'
import { failedMove } from '../../src/booking/failedMove.ts'
import { retryAllDead } from '../../src/jobs/retry.ts'
import { Failure } from '../../src/lib/failure.ts'
import { customer, type TypeSlug } from '../support/customer.ts'
import { onBothDatabases } from '../support/databases.ts'
import { mover } from '../support/mover.ts'
import { inWorld, tokenIn, type World } from '../support/world.ts'

const noAnswer = () => new Failure('retry', 'deadline', 'No answer')
const refused = (code: string) => new Failure('permanent', code, 'No', { status: 400 })

const standing = ({ booking_id, old }: Ada) => ({ booking_id, start_at_utc: old.start_at_utc.toISOString() })

onBothDatabases('a reschedule', (fresh) => {
  const story = async (tell: (they: Ada, it: World) => Promise<void>, type: TypeSlug = 'intro-zoom') => {
    const { db } = await fresh()
    await inWorld(db, async (it, worker) => {
      const ada = customer(it, worker)
      const booking = await ada.confirm(await ada.hold(type))
      const starts = await ada.slots(type)
      await tell(
        { ...ada, booking_id: booking.id, old: booking, to: starts[3]!, ...mover(ada, it, booking.id) },
        it,
      )
    })
  }

  test('moves event, meeting and claim, and nothing is left at the old time', () =>
    story(async (ada, { zoom, outlook }) => {
      const moved = await ada.move(ada.to)
      expect(moved).toMatchObject({
        status: 'confirmed',
        revision: 2,
        start_at_utc: new Date(ada.to),
        saga_id: null,
      })
      expect(zoom.meetings()).toMatchObject([{ start_ms: Date.parse(ada.to) }])
      expect(await ada.events()).toMatchObject([{ start_ms: Date.parse(ada.to) }])
      expect(await ada.claims()).toMatchObject([{ start_at_utc: new Date(ada.to) }])
      expect(outlook.mails.filter((mail) => mail.kind === 'invited')).toHaveLength(1)
    }))

  test('moves an event alone where there is no Zoom', () =>
    story(async (ada) => {
      expect(await ada.move(ada.to)).toMatchObject({ revision: 2, start_at_utc: new Date(ada.to) })
      expect(await ada.events()).toMatchObject([{ start_ms: Date.parse(ada.to) }])
    }, 'call-phone'))

  test('is not put back by what an earlier one could not put back, although an admin has that tried again meanwhile', () =>
    story(async (ada, { ctx, clock, outlook, wake }) => {
      const { change } = outlook
      const isUndoing = async () => (await ada.saga(ada.booking_id)).status === 'undoing'
      ctx.outlook = {
        ...outlook,
        change: async () => {
          throw (await isUndoing()) ? refused('ErrorAccessDenied') : noAnswer()
        },
        find: async (...asked) => {
          if (await isUndoing()) throw refused('ErrorAccessDenied')
          return outlook.find(...asked)
        },
      }
      await ada.move(ada.to)
      const states = async () => (await ada.compensations(ada.booking_id)).map(({ state }) => state)
      expect(await states()).toEqual(['dead'])
      ctx.outlook = {
        ...outlook,
        change: async (...asked) => {
          const event = await change(...asked)
          if ((await states())[0] === 'dead') {
            await retryAllDead(ctx.db, clock, 'outbox_jobs', { kind: 'compensate' })
            wake()
            for (let i = 0; i < 50 && (await states())[0] !== 'done'; i++) await Bun.sleep(10)
          }
          return event
        },
      }
      const [, , , , , to] = await ada.slots('call-phone')
      expect(await ada.move(to!)).toMatchObject({ start_at_utc: new Date(to!), saga_id: null })
      expect(await states()).toEqual(['done'])
      expect(await ada.events()).toMatchObject([{ start_ms: Date.parse(to!) }])
    }, 'call-phone'))

  test('claims both times until it has ended', () =>
    story(async (ada, { ctx, zoom }) => {
      let claimed = 0
      ctx.zoom = {
        ...zoom,
        change: async (...asked) => {
          claimed = (await ada.claims()).length
          await zoom.change(...asked)
        },
      }
      await ada.move(ada.to)
      expect(claimed).toBe(2)
      expect(await ada.claims()).toHaveLength(1)
    }))

  test('puts everything back when the event cannot be moved, and says so in a letter', () =>
    story(async (ada, { ctx, zoom, outlook }) => {
      outlook.switches.failNext(1, refused('ErrorInvalidRequest'), 'change')
      const stands = await ada.move(ada.to)
      expect(await failedMove(ctx, standing(ada), ada.to)).toBe('told')
      // Nor is a wish for another time said to have failed, nor this one once the booking stands elsewhere.
      expect(await failedMove(ctx, standing(ada), ada.old.end_at_utc.toISOString())).toBeUndefined()
      expect(await failedMove(ctx, { ...standing(ada), start_at_utc: ada.to }, ada.to)).toBeUndefined()
      expect(stands).toMatchObject({
        status: 'confirmed',
        revision: 1,
        start_at_utc: ada.old.start_at_utc,
        saga_id: null,
      })
      expect(zoom.meetings()).toMatchObject([{ start_ms: ada.old.start_at_utc.getTime() }])
      expect(await ada.claims()).toMatchObject([{ start_at_utc: ada.old.start_at_utc }])
      expect(ada.letters()[0]).toBe('Your time stays as it was: Introduction with Acme')
      expect(await ada.compensations(ada.booking_id)).toMatchObject([
        { step: 'move_zoom_meeting', state: 'done' },
      ])
    }))

  test('fills a day up to its maximum and no further when two come at once', () =>
    story(async (ada, { desk, ctx, clock }) => {
      const second = await ada.confirm(await ada.hold())
      await ctx.db.q.update(ctx.db.t.meeting_types).set({ maximum_per_day: 1 })
      await ctx.db.q.update(ctx.db.t.tenants).set({ config_revision: 2 })
      const free = (await ada.slots()).filter((start) => start.startsWith('2026-12-03'))
      const move = async ({ id: booking_id, tenant_id }: typeof second, start_at_utc: string) => {
        const expires_at_ms = clock.now_ms() + 60_000
        const wish = { tenant_id, booking_id, purpose: 'reschedule' as const, expires_at_ms }
        const { token } = await ctx.tokens.sign(wish)
        return desk.reschedule(start_at_utc, { token, start_at_utc }).then(
          () => 'moved',
          (error) => error.more?.rule,
        )
      }
      const outcomes = await Promise.all([move(ada.old, free[0]!), move(second, free.at(-1)!)])
      expect(outcomes.sort()).toEqual(['daily_maximum', 'moved'])
    }))

  test('that failed is tried again by the link in its letter: nobody books a second meeting', () =>
    story(async (ada, { desk, mail, outlook, ctx }) => {
      outlook.switches.failNext(1, refused('ErrorInvalidRequest'), 'change')
      await ada.move(ada.to)
      const [letter] = mail.list('ada@example.com')
      expect(letter!.text).toContain('These times are free')
      expect(letter!.text).not.toContain('/acme/intro-zoom')
      const wish = { token: tokenIn(letter, 'reschedule'), start_at_utc: ada.to }
      expect((await desk.reschedule('once more', wish)).booking.start_at_utc).toBe(ada.to)
      expect(await ctx.db.q.$count(ctx.db.t.bookings)).toBe(1)
    }))

  test('that failed is not told of once the customer has moved the booking after all', () =>
    story(async (ada, { mail, outlook, desk, ctx, clock }) => {
      const { send } = mail
      const sent: string[] = []
      let isDown = true
      mail.send = async (letter) => {
        if (isDown) throw noAnswer()
        sent.push(letter.subject)
        return send(letter)
      }
      const { id: booking_id, tenant_id } = ada.old
      const move = async (start_at_utc: string) => {
        const expires_at_ms = clock.now_ms() + 60_000
        const wish = { tenant_id, booking_id, purpose: 'reschedule' as const, expires_at_ms }
        const { token } = await ctx.tokens.sign(wish)
        return desk.reschedule(start_at_utc, { token, start_at_utc })
      }
      outlook.switches.failNext(1, refused('ErrorInvalidRequest'), 'change')
      expect(move(ada.to)).rejects.toMatchObject({ code: 'confirmation_failed' })
      while ((await ada.saga(booking_id)).status !== 'undone') await Bun.sleep(1)
      const [, , , , other] = await ada.slots()
      expect(await move(other!)).toMatchObject({ booking: { start_at_utc: other! } })
      isDown = false
      await ada.settle()
      expect(sent).toEqual([])
    }))

  test('that Zoom refuses for the day is not tried again: all stays where it was, and somebody is told', () =>
    story(async (ada, { zoom }) => {
      zoom.failNext(1, new Failure('permanent', 'zoom_daily_limit', 'Used up', { status: 429 }), 'change')
      expect(await ada.move(ada.to)).toMatchObject({ revision: 1, start_at_utc: ada.old.start_at_utc })
      expect(zoom.meetings()).toMatchObject([{ start_ms: ada.old.start_at_utc.getTime() }])
      expect(await ada.claims()).toMatchObject([{ start_at_utc: ada.old.start_at_utc }])
      expect(await ada.followUps()).toMatchObject([{ kind: 'zoom_daily_limit' }])
      // What was refused was not done: there is nothing to put back.
      expect(await ada.compensations(ada.booking_id)).toEqual([])
    }))

  test('gives way to what has come since it was asked for, and its answer names other times', () =>
    story(async (ada, { ctx, outlook }) => {
      const start_ms = Date.parse(ada.to)
      const mailbox = await ada.mailbox()
      let looks = 0
      ctx.outlook = {
        ...outlook,
        busyOfMany: async (...asked) => {
          looks += 1
          // The first look is the request's, the second the saga's.
          if (looks === 2) outlook.playground.add(mailbox, { subject: 'New', start_ms, end_ms: start_ms + 1 })
          return outlook.busyOfMany(...asked)
        },
      }
      expect(await ada.move(ada.to)).toMatchObject({ revision: 1, start_at_utc: ada.old.start_at_utc })
      const told = await ada.answer()
      expect(told).toMatchObject({ code: 'slot_taken', more: { rule: 'busy' } })
      expect(told).toHaveProperty('more.alternatives.length', 3)
      expect(told).not.toHaveProperty('more.alternatives', expect.arrayContaining([ada.to]))
    }))

  test('has the customer told once of a move whose answer was lost', () =>
    story(async (ada, { ctx, outlook }) => {
      let lost = 0
      ctx.outlook = {
        ...outlook,
        change: async (mailbox, id, change) => {
          await outlook.change(mailbox, id, change)
          lost += 1
          throw noAnswer()
        },
      }
      expect(await ada.move(ada.to)).toMatchObject({ start_at_utc: new Date(ada.to), saga_id: null })
      expect(lost).toBe(1)
      expect(outlook.mails.map(({ kind }) => kind)).toEqual(['invited', 'updated'])
    }))

  test('that never came to Outlook is put back without a word to the customer', () =>
    story(async (ada, { outlook }) => {
      outlook.switches.failNext(10, noAnswer(), 'change')
      expect(await ada.move(ada.to)).toMatchObject({ start_at_utc: ada.old.start_at_utc, saga_id: null })
      expect(outlook.mails.map(({ kind }) => kind)).toEqual(['invited'])
    }))

  test('puts back an event that may have been moved although no answer came', () =>
    story(async (ada, { ctx, outlook }) => {
      const isRunning = async () => (await ada.saga(ada.booking_id)).status === 'running'
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
      await ada.move(ada.to)
      expect(await ada.events()).toMatchObject([{ start_ms: ada.old.start_at_utc.getTime() }])
      expect(await ada.compensations(ada.booking_id)).toMatchObject([
        { step: 'move_outlook_event', state: 'done' },
        { step: 'move_zoom_meeting', state: 'done' },
      ])
    }))

  test('makes a new meeting where somebody has deleted it at Zoom, and leads the event to it', () =>
    story(async (ada, { ctx, zoom }) => {
      await zoom.delete(await ctx.zoomAccounts.of(''), zoom.meetings()[0]!.provider_meeting_id)
      const moved = await ada.move(ada.to)
      const [meeting, ...more] = zoom.meetings()
      expect(more).toEqual([])
      expect(moved).toMatchObject({ status: 'confirmed', revision: 2, join_url: meeting!.join_url })
      expect(moved.join_url).not.toBe(ada.old.join_url)
      const [event] = await ada.events()
      expect(event!.body).toContain(meeting!.join_url)
      expect(event!.body).not.toContain(ada.old.join_url!)
    }))

  test('that made a new meeting and was then put back tells that the link has changed', () =>
    story(async (ada, { ctx, zoom, outlook }) => {
      await zoom.delete(await ctx.zoomAccounts.of(''), zoom.meetings()[0]!.provider_meeting_id)
      outlook.switches.failNext(1, refused('ErrorInvalidRequest'), 'change')
      const stands = await ada.move(ada.to)
      expect(zoom.meetings()).toMatchObject([
        { start_ms: ada.old.start_at_utc.getTime(), join_url: stands.join_url! },
      ])
      expect((await ada.followUps()).map((one) => one.kind)).toContain('join_link_changed')
    }))

  test('never makes an event again that the salesperson has deleted', () =>
    story(async (ada, { ctx, outlook, zoom }) => {
      const [event] = await ada.events()
      outlook.playground.remove(await ada.mailbox(), event!.event_id)
      const stands = await ada.move(ada.to)
      expect(await failedMove(ctx, standing(ada), ada.to)).toBe('gone')
      expect(stands).toMatchObject({ status: 'confirmed', start_at_utc: ada.old.start_at_utc, saga_id: null })
      expect(await ada.events()).toEqual([])
      expect(zoom.meetings()).toMatchObject([{ start_ms: ada.old.start_at_utc.getTime() }])
      // What the deletion means is for the reconciliation to say: no letter claims that the meeting stands.
      expect(ada.letters()[0]).toBe('Your links: Introduction with Acme')
      const detail = 'The meeting could not be moved: it has been taken out of the calendar meanwhile.'
      expect(await ada.answer()).toMatchObject({ code: 'confirmation_failed', detail })
    }))

  test('by a quarter of an hour is not hindered by the event that it moves', () =>
    story(async (ada) => {
      const to = new Date(ada.old.start_at_utc.getTime() + 15 * 60_000).toISOString()
      expect(await ada.move(to)).toMatchObject({ start_at_utc: new Date(to), revision: 2 })
    }, 'call-phone'))
})

type Customer = ReturnType<typeof customer>
type Row = Awaited<ReturnType<Customer['booking']>>
type Ada = Customer & { booking_id: string; old: Row; to: string } & ReturnType<typeof mover>

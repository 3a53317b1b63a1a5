import { expect, test } from 'bun:test'
import { Failure } from '../../src/lib/failure.ts'
import { SYSTEM } from '../../src/tenants/actor.ts'
import { changeSalesperson } from '../../src/tenants/salesperson.ts'
import { customer } from '../support/customer.ts'
import { onBothDatabases } from '../support/databases.ts'
import { codeIn, inWorld, type World } from '../support/world.ts'

const noAnswer = () => new Failure('retry', 'deadline', 'No answer')
const throttled = (retry_after_ms: number) =>
  new Failure('retry', 'throttled', 'Too many requests', { status: 429, retry_after_ms })
const refused = (code: string) => new Failure('permanent', code, 'No', { status: 400 })

onBothDatabases('a confirmation', (fresh) => {
  const story = async (tell: (they: ReturnType<typeof customer>, it: World) => Promise<void>) => {
    const { db } = await fresh()
    await inWorld(db, (it, worker) => tell(customer(it, worker), it))
  }

  test('leaves one meeting, one event and one claim, each remembered with the booking', () =>
    story(async (ada) => {
      const held = await ada.hold()
      const booking = await ada.confirm(held)
      expect(booking).toMatchObject({ status: 'confirmed', saga_id: null, revision: 1 })
      expect(ada.meetings()).toMatchObject([{ booking_id: held.booking_id, join_url: booking.join_url! }])
      const [event] = await ada.events()
      expect(event).toMatchObject({ booking_id: held.booking_id, start_ms: booking.start_at_utc.getTime() })
      expect(event!.body).toContain(booking.join_url!)
      expect(await ada.claims()).toMatchObject([{ booking_id: held.booking_id, expires_at_utc: null }])
      expect(await ada.saga(held.booking_id)).toMatchObject({
        status: 'done',
        steps: [
          { step: 'look', state: 'done' },
          { step: 'zoom_meeting', state: 'done' },
          { step: 'outlook_event', state: 'done' },
        ],
      })
    }))

  test('keeps no secret in its steps: the start link is sealed in a place of its own', () =>
    story(async (ada, { ctx }) => {
      const { booking_id } = await ada.confirm(await ada.hold()).then((it) => ({ booking_id: it.id }))
      expect(JSON.stringify((await ada.saga(booking_id)).steps)).not.toContain('start_url')
      const [row] = await ctx.db.q.select().from(ctx.db.t.zoom_meetings)
      expect(await ctx.seal.open(row!.start_url_sealed)).toStartWith('https://')
    }))

  test('names the customer in one line, and cuts no sign in two, whatever was typed for a name', () =>
    story(async (ada, { ctx, desk, mail }) => {
      // Beyond the length of a subject each sign has two halves, one of which is beyond it.
      const name = `Ada\r\nBcc:\u202e ${'😀'.repeat(90)}`
      await ctx.db.q.update(ctx.db.t.tenants).set({ name: `A${'😀'.repeat(49)}`, config_revision: 2 })
      const [start_at_utc = ''] = await ada.slots()
      const customer = { name, email: 'ada@example.com', time_zone: 'UTC' }
      const wish = { meeting_type: 'intro-zoom', salesperson: 'berlin', start_at_utc, customer }
      const { booking_id } = (await desk.hold('acme', 'long', wish)).reply
      await ada.settle()
      await ada.confirm({ booking_id, code: codeIn(mail.list('ada@example.com')[0]) })
      const [event] = await ada.events()
      const [meeting] = ada.meetings()
      for (const text of [event!.subject, meeting!.topic]) {
        expect(text).toStartWith('Introduction: Ada Bcc: 😀')
        expect(text.isWellFormed()).toBe(true)
      }
      expect(event!.subject.length).toBeLessThanOrEqual(255)
    }))

  test('gives up where it is told to come back tomorrow: the customer hears of it today', () =>
    story(async (ada, { clock, outlook }) => {
      const held = await ada.hold()
      const before_ms = clock.now_ms()
      outlook.switches.failNext(1, throttled(24 * 3_600_000), 'create')
      expect(await ada.confirm(held)).toMatchObject({ status: 'failed', saga_id: null })
      expect(clock.now_ms() - before_ms).toBeLessThan(60_000)
      expect(ada.letters()[0]).toStartWith('We could not book your time')
      expect([ada.meetings(), await ada.claims()]).toEqual([[], []])
    }))

  test('by phone or in person needs no Zoom', () =>
    story(async (ada, { ctx }) => {
      const booking = await ada.confirm(await ada.hold('call-phone'))
      expect(booking).toMatchObject({ status: 'confirmed', join_url: null })
      const [event] = await ada.events()
      expect(event!.body).toContain('+49 30 1234567')
      const { meeting_types, tenants } = ctx.db.t
      await ctx.db.q.update(meeting_types).set({ location: { kind: 'in_person', detail: 'Room 5' } })
      await ctx.db.q.update(tenants).set({ config_revision: 99 })
      const inPerson = await ada.confirm(await ada.hold('call-phone'))
      expect(inPerson).toMatchObject({ status: 'confirmed', location: { kind: 'in_person' }, join_url: null })
      expect(ada.meetings()).toEqual([])
    }))

  test('is not stopped by a question whose name every object knows, and which nobody has answered', () =>
    story(async (ada, { ctx }) => {
      const { meeting_types, tenants } = ctx.db.t
      const question = { id: 'constructor', label: 'Your builder', kind: 'text' as const, required: false }
      await ctx.db.q.update(meeting_types).set({ questions: [question] })
      await ctx.db.q.update(tenants).set({ config_revision: 99 })
      expect(await ada.confirm(await ada.hold())).toMatchObject({ status: 'confirmed', answers: {} })
      const [event] = await ada.events()
      expect(event!.body).not.toContain('Your builder')
    }))

  test('by Teams waits for a link that comes late', () =>
    story(async (ada, { ctx, outlook }) => {
      let looks = 0
      ctx.outlook = {
        ...outlook,
        find: async (mailbox, id) => {
          looks += 1
          const event = await outlook.find(mailbox, id)
          return event && looks < 4 ? { ...event, teams_join_url: undefined } : event
        },
      }
      const booking = await ada.confirm(await ada.hold('demo-teams'))
      expect(looks).toBe(4)
      expect(booking).toMatchObject({ status: 'confirmed' })
      expect(booking.join_url).toStartWith('https://teams.')
    }))

  test('by Teams fails clearly where the mailbox has no Teams, and takes the event back', () =>
    story(async (ada, { ctx, outlook }) => {
      ctx.outlook = {
        ...outlook,
        find: async (mailbox, id) => {
          const event = await outlook.find(mailbox, id)
          return event && { ...event, teams_join_url: undefined, is_online: false }
        },
      }
      const booking = await ada.confirm(await ada.hold('demo-teams'))
      expect(booking.status).toBe('failed')
      expect(await ada.events()).toEqual([])
      expect(await ada.saga(booking.id)).toMatchObject({
        status: 'undone',
        error: 'teams_unavailable: This mailbox has no Teams',
      })
      expect(await ada.compensations(booking.id)).toMatchObject([{ step: 'outlook_event', state: 'done' }])
      expect(await ada.followUps()).toMatchObject([{ kind: 'saga_failed', booking_id: booking.id }])
    }))

  test('ends with an apology that names no other times where the meeting type is not offered any more', () =>
    story(async (ada, { outlook, mail, ctx: { db } }) => {
      const held = await ada.hold()
      await db.q.update(db.t.meeting_types).set({ active: false })
      await db.q.update(db.t.tenants).set({ config_revision: 2 })
      outlook.switches.failNext(
        1,
        new Failure('permanent', 'ErrorInvalidRequest', 'No', { status: 400 }),
        'create',
      )
      expect(await ada.confirm(held)).toMatchObject({ status: 'failed' })
      const [letter] = mail.list('ada@example.com')
      expect(letter!.subject).toStartWith('We could not book your time')
      expect(letter!.text).not.toContain('These times are free')
      expect(letter!.text).not.toContain('http')
    }))

  test('ends with an apology and other times when Outlook says that the time was taken meanwhile', () =>
    story(async (ada, { outlook, mail }) => {
      const held = await ada.hold()
      const start_ms = Date.parse(held.start_at_utc)
      outlook.playground.add(await ada.mailbox(), {
        subject: 'Dentist',
        start_ms,
        end_ms: start_ms + 600_000,
      })
      const booking = await ada.confirm(held)
      expect(booking).toMatchObject({ status: 'failed', source: 'system', saga_id: null })
      expect(ada.meetings()).toEqual([])
      expect(await ada.claims()).toEqual([])
      expect(ada.letters()[0]).toBe('We could not book your time: Introduction with Acme')
      expect(mail.list('ada@example.com')[0]!.text).toContain('These times are free at the moment')
      expect(await ada.followUps()).toEqual([])
    }))

  test('tells who waits for it that the time was taken, with other times by the calendar of now', () =>
    story(async (ada, { outlook, desk }) => {
      const { booking_id, code, start_at_utc } = await ada.hold()
      // Whoever comes too late is told other times, and what the calendar said is remembered for a while.
      const late = await ada.hold('intro-zoom', start_at_utc).catch((error) => error)
      expect(late).toMatchObject({ code: 'slot_taken', more: { rule: 'claims' } })
      const [from_ms, until_ms] = [Date.parse(start_at_utc), Date.parse(start_at_utc) + 3 * 3_600_000]
      const trip = { subject: 'Trip', start_ms: from_ms, end_ms: until_ms }
      outlook.playground.add(await ada.mailbox(), trip)
      const refused = await desk.confirm({ booking_id, code }).catch((error) => error)
      expect(refused).toMatchObject({ code: 'slot_taken', status: 409, more: { rule: 'busy' } })
      const others: number[] = refused.more.alternatives.map(Date.parse)
      expect(others).toHaveLength(3)
      const inTheWay = others.filter((at_ms) => at_ms < until_ms && at_ms + 30 * 60_000 > from_ms)
      expect(inTheWay).toEqual([])
    }))

  test('goes on once a calendar that could not be read can be read again', () =>
    story(async (ada, { outlook }) => {
      const held = await ada.hold()
      outlook.switches.failNext(3, noAnswer(), 'busyOfMany')
      expect(await ada.confirm(held)).toMatchObject({ status: 'confirmed' })
      const { steps } = await ada.saga(held.booking_id)
      expect(steps[0]).toMatchObject({ step: 'look', state: 'done', attempts: 3 })
    }))

  test('fails closed when the calendar stays unreadable', () =>
    story(async (ada, { outlook }) => {
      const held = await ada.hold()
      outlook.switches.unreadable(await ada.mailbox(), true)
      expect(await ada.confirm(held)).toMatchObject({ status: 'failed' })
      expect(ada.meetings()).toEqual([])
      expect(await ada.followUps()).toMatchObject([{ kind: 'saga_failed' }])
    }))

  test('finds the meeting that was made although no answer came, and makes no second one', () =>
    story(async (ada, { zoom, ctx }) => {
      const held = await ada.hold()
      const { create } = zoom
      let calls = 0
      ctx.zoom = {
        ...zoom,
        create: async (account, draft) => {
          calls += 1
          await create(account, draft)
          throw noAnswer()
        },
      }
      expect(await ada.confirm(held)).toMatchObject({ status: 'confirmed' })
      expect(calls).toBe(1)
      expect(ada.meetings()).toHaveLength(1)
    }))

  test('finds it, too, where the salesperson has become another user at Zoom meanwhile', () =>
    story(async (ada, { zoom, ctx, acme }) => {
      const held = await ada.hold()
      const about = { tenant_id: (await acme()).tenant.id, actor: SYSTEM }
      ctx.zoom = {
        ...zoom,
        create: async (account, draft) => {
          await zoom.create(account, draft)
          await changeSalesperson(ctx, about, 'berlin', { zoom_user: 'new@acme.example' })
          throw noAnswer()
        },
      }
      const { join_url } = await ada.confirm(held)
      expect(ada.meetings()).toMatchObject([{ join_url: join_url!, user: 'berlin@acme.example' }])
    }))

  test('makes one for the new user where Zoom does not know the former one any more', () =>
    story(async (ada, { zoom, ctx, acme }) => {
      const held = await ada.hold()
      const about = { tenant_id: (await acme()).tenant.id, actor: SYSTEM }
      let calls = 0
      ctx.zoom = {
        ...zoom,
        create: async (account, draft) => {
          calls += 1
          if (calls > 1) return zoom.create(account, draft)
          await changeSalesperson(ctx, about, 'berlin', { zoom_user: 'new@acme.example' })
          throw noAnswer()
        },
        findByMark: async (account, user, id) => {
          if (user !== 'new@acme.example') throw refused('zoom_user_unknown')
          return zoom.findByMark(account, user, id)
        },
      }
      expect(await ada.confirm(held)).toMatchObject({ status: 'confirmed' })
      expect(ada.meetings()).toMatchObject([{ user: 'new@acme.example' }])
    }))

  test('makes no second meeting before the list has had time to show the first', () =>
    story(async (ada, { zoom, ctx, clock }) => {
      ctx.zoom_lag_ms = 5000
      const held = await ada.hold()
      const made: number[] = []
      ctx.zoom = {
        ...zoom,
        create: async (account, draft) => {
          made.push(clock.now_ms())
          await zoom.create(account, draft)
          throw noAnswer()
        },
        // Lists show a meeting five seconds late.
        findByMark: async (account, user, id) =>
          clock.now_ms() - made[0]! < 4900 ? undefined : zoom.findByMark(account, user, id),
      }
      expect(await ada.confirm(held)).toMatchObject({ status: 'confirmed' })
      expect(made).toHaveLength(1)
      const { steps } = await ada.saga(held.booking_id)
      // Waiting for the list is nobody's failure.
      expect(steps[1]).toMatchObject({ step: 'zoom_meeting', attempts: 1 })
    }))

  test('a search that is itself refused does not make it forget that a meeting may be there', () =>
    story(async (ada, { zoom, ctx }) => {
      const held = await ada.hold()
      let calls = 0
      ctx.zoom = {
        ...zoom,
        create: async (account, draft) => {
          calls += 1
          await zoom.create(account, draft)
          throw noAnswer()
        },
      }
      zoom.failNext(2, throttled(100), 'findByMark')
      expect(await ada.confirm(held)).toMatchObject({ status: 'confirmed' })
      expect(calls).toBe(1)
      expect(ada.meetings()).toHaveLength(1)
    }))

  test('waits as long as a provider asks', () =>
    story(async (ada, { zoom, clock }) => {
      const held = await ada.hold()
      const before_ms = clock.now_ms()
      zoom.failNext(1, throttled(120_000), 'create')
      expect(await ada.confirm(held)).toMatchObject({ status: 'confirmed' })
      expect(clock.now_ms() - before_ms).toBeGreaterThanOrEqual(120_000)
    }))

  test('looks at Outlook again after a long wait, and gives way to what has come meanwhile', () =>
    story(async (ada, { zoom, outlook, ctx }) => {
      const held = await ada.hold()
      const start_ms = Date.parse(held.start_at_utc)
      zoom.failNext(1, throttled(120_000), 'create')
      const mailbox = await ada.mailbox()
      const { busyOfMany } = outlook
      let looks = 0
      ctx.outlook = {
        ...outlook,
        busyOfMany: async (...asked) => {
          looks += 1
          if (looks === 2) outlook.playground.add(mailbox, { subject: 'New', start_ms, end_ms: start_ms + 1 })
          return busyOfMany(...asked)
        },
      }
      expect(await ada.confirm(held)).toMatchObject({ status: 'failed' })
      expect(looks).toBeGreaterThan(1)
      expect(ada.meetings()).toEqual([])
    }))

  test('is not begun for a meeting whose time has come while nobody worked', () =>
    story(async (ada, { clock, ctx, zoom }) => {
      const held = await ada.hold()
      ctx.zoom = {
        ...zoom,
        create: async () => {
          clock.set(Date.parse(held.start_at_utc))
          throw throttled(100)
        },
      }
      expect(await ada.confirm(held)).toMatchObject({ status: 'failed' })
      expect(await ada.saga(held.booking_id)).toMatchObject({
        error: expect.stringContaining('start_passed'),
      })
    }))

  test('that Zoom refuses for the day is not tried again, and somebody is told once', () =>
    story(async (ada, { zoom }) => {
      const daily = () =>
        new Failure('permanent', 'zoom_daily_limit', 'Used up', { status: 429, retry_after_ms: 36_000_000 })
      zoom.failNext(2, daily(), 'create')
      const first = await ada.confirm(await ada.hold())
      const second = await ada.confirm(await ada.hold())
      expect([first.status, second.status]).toEqual(['failed', 'failed'])
      expect(await ada.saga(first.id)).toMatchObject({ status: 'undone' })
      // What was refused was not made: nothing is there to be undone.
      expect(await ada.compensations(first.id)).toEqual([])
      const told = await ada.followUps()
      expect(told).toMatchObject([{ kind: 'zoom_daily_limit', booking_id: first.id }])
      expect(told[0]!.detail).toMatchObject({ advice: expect.stringContaining('00:00 UTC') })
    }))

  test('that fails for wrong credentials tells the admin what to do', () =>
    story(async (ada, { zoom }) => {
      zoom.failNext(1, refused('zoom_credentials_wrong'), 'create')
      expect(await ada.confirm(await ada.hold())).toMatchObject({ status: 'failed' })
      const [told] = await ada.followUps()
      expect(told).toMatchObject({ kind: 'saga_failed', detail: { saga: 'confirm' } })
      expect(told!.detail.advice).toContain('App Credentials')
    }))
})

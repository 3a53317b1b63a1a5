import { expect, test } from 'bun:test'
import { eq } from 'drizzle-orm'
import { forgetKeys } from '../../src/booking/hold/idempotency.ts'
import type { HoldWish } from '../../src/booking/hold/wish.ts'
import type { Database } from '../../src/db/database.ts'
import { openDatabase } from '../../src/db/open.ts'
import { Failure } from '../../src/lib/failure.ts'
import { Problem } from '../../src/lib/problem.ts'
import { onBothDatabases } from '../support/databases.ts'
import { tally } from '../support/tally.ts'
import { type World, world } from '../support/world.ts'

const HOUR_MS = 3_600_000
const CUSTOMER = { name: 'Ada', email: 'ada@example.com', time_zone: 'America/Vancouver' }
/** Tuesday, 10:00 in Berlin. */
const TEN = '2026-12-01T09:00:00.000Z'

const wish = (start_at_utc = TEN, more: Partial<HoldWish> = {}): HoldWish => ({
  meeting_type: 'intro-zoom',
  start_at_utc,
  salesperson: 'berlin',
  customer: CUSTOMER,
  ...more,
})

const problemOf = (work: Promise<unknown>): Promise<Problem> =>
  work.then(
    () => Promise.reject(new Error('It was not refused')),
    (error) => (error instanceof Problem ? error : Promise.reject(error)),
  )

onBothDatabases('a hold', (fresh, dialect) => {
  const fresher = async (options?: Parameters<typeof world>[1]) => {
    const { db, place } = await fresh()
    return { db, place, ...(await world(db, options)) }
  }

  test('asked for again with its key and body, in whatever order, is answered as before and made once', async () => {
    const { desk, db, clock } = await fresher()
    const first = await desk.hold('acme', 'key', wish())
    clock.advance(HOUR_MS)
    const { customer, salesperson, start_at_utc, meeting_type } = wish()
    const again = await desk.hold('acme', 'key', { customer, salesperson, start_at_utc, meeting_type })
    expect(again).toEqual({ reply: first.reply, replayed: true })
    expect(await db.q.$count(db.t.bookings)).toBe(1)
  })

  test('with the key of another body is refused, even while the first one runs', async () => {
    const { desk } = await fresher()
    const running = desk.hold('acme', 'key', wish())
    expect((await problemOf(desk.hold('acme', 'key', wish('2026-12-01T10:00:00Z')))).code).toBe(
      'idempotency_key_reused',
    )
    await running
    expect((await problemOf(desk.hold('acme', 'key', wish('2026-12-01T10:00:00Z')))).code).toBe(
      'idempotency_key_reused',
    )
  })

  test('is in progress while the first request with its key still runs', async () => {
    const { desk, outlook } = await fresher()
    outlook.switches.delay(50)
    const running = desk.hold('acme', 'key', wish())
    expect((await problemOf(desk.hold('acme', 'key', wish()))).code).toBe('idempotency_in_progress')
    expect((await running).replayed).toBe(false)
  })

  test('uses no key when it is refused: the same request may succeed later', async () => {
    const { desk, outlook, db, acme } = await fresher()
    const [berlin] = [...(await acme()).salespersons.values()]
    const mailbox = { m365_tenant_id: (await acme()).tenant.id, user: berlin!.mailbox }
    const before = await tally(db)
    outlook.switches.unreadable(mailbox, true)
    expect((await problemOf(desk.hold('acme', 'key', wish()))).code).toBe('calendar_unavailable')
    expect(await tally(db)).toEqual(before)
    outlook.switches.unreadable(mailbox, false)
    expect((await desk.hold('acme', 'key', wish())).replayed).toBe(false)
  })

  test('may use its key anew once the key is forgotten, after 24 hours and not before', async () => {
    const { desk, db, clock } = await fresher()
    const first = await desk.hold('acme', 'key', wish())
    clock.advance(23 * HOUR_MS)
    await forgetKeys(db, clock.now_ms())
    expect((await desk.hold('acme', 'key', wish())).reply.booking_id).toBe(first.reply.booking_id)
    clock.advance(2 * HOUR_MS)
    await forgetKeys(db, clock.now_ms())
    const later = await desk.hold('acme', 'key', wish('2026-12-02T09:00:00.000Z'))
    expect(later.reply.booking_id).not.toBe(first.reply.booking_id)
  })

  test('of time that is taken is refused with the three nearest that are offered, and stores nothing', async () => {
    const { desk, db } = await fresher()
    await desk.hold('acme', 'one', wish())
    const before = await tally(db)
    const problem = await problemOf(desk.hold('acme', 'two', wish()))
    expect(problem).toMatchObject({ code: 'slot_taken', status: 409, more: { rule: 'claims' } })
    // Ten minutes after each meeting are kept free: neither 09:30 nor 10:30 is left.
    expect(problem.more.alternatives).toEqual([
      '2026-12-01T08:00:00.000Z',
      '2026-12-01T10:00:00.000Z',
      '2026-12-01T10:30:00.000Z',
    ])
    expect(await tally(db)).toEqual(before)
  })

  test('of a start that no rule would list is refused with that rule, and stores nothing', async () => {
    const { desk, db } = await fresher()
    const before = await tally(db)
    const ruleOf = async (start: string) => {
      const problem = await problemOf(desk.hold('acme', start, wish(start)))
      expect(problem.code).toBe('slot_not_offered')
      expect(problem.more.alternatives).toHaveLength(3)
      return problem.more.rule
    }
    expect(await ruleOf('2026-11-30T09:00:00Z')).toBe('notice')
    expect(await ruleOf('2020-01-01T09:00:00Z')).toBe('notice')
    expect(await ruleOf('9999-12-31T09:00:00Z')).toBe('horizon')
    expect(await ruleOf('2026-12-01T05:00:00Z')).toBe('open_hours')
    expect(await ruleOf('2026-12-06T10:00:00Z')).toBe('open_hours')
    expect(await ruleOf('2026-12-01T09:07:00Z')).toBe('step')
    expect(await tally(db)).toEqual(before)
  })

  test('with input that nobody can use is refused by its own code, and stores nothing', async () => {
    const { desk, db } = await fresher()
    const before = await tally(db)
    const codeOf = async (tenant: string, more: Partial<HoldWish>) =>
      (await problemOf(desk.hold(tenant, 'key', wish(TEN, more)))).code
    expect(await codeOf('nobody', {})).toBe('tenant_not_found')
    expect(await codeOf('acme', { meeting_type: 'none' })).toBe('meeting_type_not_found')
    expect(await codeOf('acme', { salesperson: 'none' })).toBe('salesperson_not_found')
    expect(await codeOf('acme', { customer: { ...CUSTOMER, time_zone: 'Mars/Base' } })).toBe(
      'unknown_time_zone',
    )
    expect(await codeOf('acme', { start_at_utc: 'soon' })).toBe('invalid_request')
    expect(await codeOf('acme', { answers: { none: 'x' } })).toBe('invalid_request')
    for (const answers of [undefined, { company: ' \t', team_size: ' ' }]) {
      const missing = await problemOf(
        desk.hold('acme', 'key', wish(TEN, { meeting_type: 'demo-teams', answers })),
      )
      expect(missing.more.errors?.map(({ path, message }) => `${path}: ${message}`)).toEqual([
        'answers.company: An answer is required',
        'answers.team_size: An answer is required',
      ])
    }
    expect(await tally(db)).toEqual(before)
  })

  test('is admitted by the configuration as it is now, whatever this process remembers', async () => {
    const { desk, db } = await fresher()
    await desk.hold('acme', 'one', wish())
    const { meeting_types, tenants } = db.t
    await db.q.update(meeting_types).set({ active: false }).where(eq(meeting_types.slug, 'intro-zoom'))
    await db.q.update(tenants).set({ config_revision: 2 })
    const later = wish('2026-12-01T13:00:00Z')
    expect((await problemOf(desk.hold('acme', 'two', later))).code).toBe('meeting_type_not_found')
    expect((await desk.hold('acme', 'one', wish())).replayed).toBe(true)
    await db.q.update(meeting_types).set({ active: true }).where(eq(meeting_types.slug, 'intro-zoom'))
    await db.q.update(tenants).set({ config_revision: 3 })
    expect((await desk.hold('acme', 'two', later)).reply.status).toBe('held')
  })

  test('that is over makes room for the next one in the transaction that claims', async () => {
    const { desk, db, clock } = await fresher()
    const first = await desk.hold('acme', 'one', wish())
    clock.advance(11 * 60_000)
    const next = await desk.hold('acme', 'two', wish())
    const rows = await db.q.select().from(db.t.bookings)
    expect(new Map(rows.map(({ id, status }) => [id, status]))).toEqual(
      new Map([
        [first.reply.booking_id, 'expired'],
        [next.reply.booking_id, 'held'],
      ]),
    )
    expect((await db.q.select().from(db.t.slot_claims)).map((claim) => claim.booking_id)).toEqual([
      next.reply.booking_id,
    ])
  })

  test('goes to whoever has least to do, then to the least recently booked, then by slug', async () => {
    const { desk, db, clock } = await fresher()
    await db.q.update(db.t.availability_rules).set({ from_minute: 0, until_minute: 1440 })
    await db.q.update(db.t.tenants).set({ config_revision: 2 })
    const hold = async (key: string, start: string) => {
      clock.advance(1000)
      return (await desk.hold('acme', key, wish(start, { salesperson: undefined }))).reply.salesperson
    }
    expect(await hold('a', '2026-12-01T09:00:00Z')).toBe('berlin')
    expect(await hold('b', '2026-12-02T09:00:00Z')).toBe('vancouver')
    expect(await hold('c', '2026-12-03T09:00:00Z')).toBe('berlin')
    expect(await hold('d', '2026-12-03T12:00:00Z')).toBe('vancouver')
    const [last] = (await db.q.select().from(db.t.bookings).orderBy(db.t.bookings.id)).slice(-1)
    expect(last!.assignment).toMatchObject({
      winner: 'vancouver',
      candidates: [
        { salesperson: 'berlin', load: 2 },
        { salesperson: 'vancouver', load: 1 },
      ],
    })
  })

  test('of a meeting that all attend needs all of them, and claims the time of each', async () => {
    const { desk, db } = await fresher()
    await db.q.update(db.t.availability_rules).set({ from_minute: 0, until_minute: 1440 })
    await db.q.update(db.t.meeting_types).set({ staffing: 'all' })
    await db.q.update(db.t.tenants).set({ config_revision: 2 })
    const both = await desk.hold('acme', 'one', wish(TEN, { salesperson: undefined }))
    expect(both.reply.salespersons.map(({ slug }) => slug)).toEqual(['berlin', 'vancouver'])
    expect(await db.q.$count(db.t.slot_claims)).toBe(2)
    const refused = await problemOf(desk.hold('acme', 'two', wish('2026-12-01T09:30:00Z')))
    expect(refused).toMatchObject({ code: 'slot_taken' })
    expect(await db.q.$count(db.t.slot_claims)).toBe(2)
  })

  test('fills a day up to its maximum and no further', async () => {
    const { desk, db } = await fresher()
    await db.q.update(db.t.meeting_types).set({ maximum_per_day: 2 })
    await db.q.update(db.t.tenants).set({ config_revision: 2 })
    await desk.hold('acme', 'one', wish('2026-12-01T09:00:00Z'))
    await desk.hold('acme', 'two', wish('2026-12-01T11:00:00Z'))
    const full = await problemOf(desk.hold('acme', 'three', wish('2026-12-01T13:00:00Z')))
    expect(full).toMatchObject({ code: 'slot_not_offered', more: { rule: 'daily_maximum' } })
    expect((await desk.hold('acme', 'four', wish('2026-12-02T13:00:00Z'))).reply.status).toBe('held')
  })

  test('fills a day up to its maximum and no further when many ask for its times at once', async () => {
    const { desk, db } = await fresher()
    await expectFullDays([desk], db)
  })

  test('fills several days to their maximum and no further when many ask for all of them at once', async () => {
    const { desk, db } = await fresher()
    const short = { length_minutes: 5, slot_step_minutes: 5, buffer_after_minutes: 0 }
    await db.q.update(db.t.meeting_types).set({ ...short, maximum_per_day: 8 })
    await db.q.update(db.t.tenants).set({ config_revision: 2 })
    // Each batch takes but a few places of each day: none of them comes near the maximum alone.
    const starts = Array.from({ length: 72 }, (_, i) =>
      new Date(Date.parse(TEN) + (i % 4) * 24 * HOUR_MS + Math.floor(i / 4) * 300_000).toISOString(),
    )
    const outcomes = await Promise.all(
      starts.map((start) =>
        desk.hold('acme', start, wish(start)).then(
          () => 'held',
          (error) => error.more.rule,
        ),
      ),
    )
    expect(outcomes.filter((one) => one === 'held')).toHaveLength(4 * 8)
    expect(outcomes.filter((one) => one === 'daily_maximum')).toHaveLength(4 * (18 - 8))
    expect(await db.q.$count(db.t.slot_claims)).toBe(4 * 8)
  })

  test('of 200 at once for overlapping times has one winner, and 199 are told of other times', async () => {
    const { desk, db } = await fresher()
    await expectOneWinner([desk], db)
  })

  if (dialect === 'postgres') {
    test('of 200 at once through two processes has one winner', async () => {
      const { desk, db, place } = await fresher()
      const other = await openDatabase(place)
      await expectOneWinner([desk, (await world(other, { seed: 2 })).desk], db)
      await other.close()
    })

    test('fills a day up to its maximum and no further when two processes are asked at once', async () => {
      const { desk, db, place } = await fresher()
      const other = await openDatabase(place)
      await expectFullDays([desk, (await world(other, { seed: 2 })).desk], db)
      await other.close()
    })

    test('asked of two processes at once with one key is one hold', async () => {
      const { desk, db, place } = await fresher()
      const other = await openDatabase(place)
      const { desk: second } = await world(other, { seed: 2 })
      const [one, two] = await Promise.all([
        desk.hold('acme', 'key', wish()),
        second.hold('acme', 'key', wish()),
      ])
      expect(one.reply.booking_id).toBe(two.reply.booking_id)
      expect([one.replayed, two.replayed].sort()).toEqual([false, true])
      expect(await db.q.$count(db.t.bookings)).toBe(1)
      await other.close()
    })
  }

  test('that cannot be stored takes no other with it', async () => {
    const { desk, db } = await fresher()
    const unstorable = wish('2026-12-01T12:00:00Z', { customer: { ...CUSTOMER, name: 'half \ud800' } })
    const others = ['2026-12-01T08:00:00Z', TEN, '2026-12-01T10:00:00Z'].map((start) =>
      desk.hold('acme', start, wish(start)),
    )
    await desk.hold('acme', 'bad', unstorable).catch(() => {})
    expect((await Promise.all(others)).map(({ reply }) => reply.status)).toEqual(['held', 'held', 'held'])
    expect(await db.q.$count(db.t.slot_claims)).toBeGreaterThanOrEqual(3)
  })

  test('that Outlook knows to be impossible is refused though it was listed', async () => {
    const { desk, outlook, acme } = await fresher()
    const config = await acme()
    const [berlin] = [...config.salespersons.values()].filter(({ slug }) => slug === 'berlin')
    await desk.listSlots({
      ...{ tenant: 'acme', meeting_type: 'intro-zoom', time_zone: 'UTC' },
      ...{ from: '2026-12-01', to: '2026-12-01' },
    })
    outlook.playground.add(
      { m365_tenant_id: config.tenant.id, user: berlin!.mailbox },
      { subject: 'Dentist', start_ms: Date.parse(TEN), end_ms: Date.parse(TEN) + HOUR_MS },
    )
    expect(await problemOf(desk.hold('acme', 'key', wish()))).toMatchObject({
      code: 'slot_taken',
      more: { rule: 'busy' },
    })
    outlook.switches.failNext(1, new Failure('retry', 'timeout', 'too slow'), 'busyOfMany')
    expect((await problemOf(desk.hold('acme', 'key', wish('2026-12-02T09:00:00Z')))).code).toBe(
      'calendar_unavailable',
    )
  })
})

/** On each of four days many ask for different times at once, of which two may be had. */
async function expectFullDays(desks: World['desk'][], db: Database) {
  await db.q.update(db.t.meeting_types).set({ maximum_per_day: 2, buffer_after_minutes: 0 })
  await db.q.update(db.t.tenants).set({ config_revision: 2 })
  for (const day of ['2026-12-01', '2026-12-02', '2026-12-03', '2026-12-04']) {
    const times = ['09:00', '09:30', '10:30', '11:30', '13:00', '14:00', '15:00']
    const asked = times.map(async (time, i) => {
      // What comes a moment later is decided beside what is being stored.
      await Bun.sleep(i % 3)
      const start = `${day}T${time}:00.000Z`
      return desks[i % desks.length]!.hold('acme', start, wish(start)).then(
        () => 'held',
        (error) => error.more?.rule,
      )
    })
    const outcomes = await Promise.all(asked)
    expect([day, outcomes.filter((one) => one === 'held').length]).toEqual([day, 2])
  }
}

/** Sends 200 holds for starts within one hour, all of which overlap, through these desks. */
async function expectOneWinner(desks: World['desk'][], db: World['ctx']['db']) {
  const starts = ['2026-12-01T09:00:00Z', '2026-12-01T09:30:00Z']
  await db.q.update(db.t.meeting_types).set({ length_minutes: 60 })
  await db.q.update(db.t.tenants).set({ config_revision: 2 })
  const outcomes = await Promise.allSettled(
    Array.from({ length: 200 }, (_, i) =>
      desks[i % desks.length]!.hold('acme', `key-${i}`, wish(starts[i % 2])),
    ),
  )
  const refused = outcomes.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []))
  expect(outcomes.length - refused.length).toBe(1)
  expect([...new Set(refused.map(({ code }) => code))]).toEqual(['slot_taken'])
  expect(refused.every(({ more }) => more.alternatives.length === 3)).toBe(true)
  for (const table of [db.t.bookings, db.t.slot_claims, db.t.idempotency_keys, db.t.tracking_events])
    expect(await db.q.$count(table)).toBe(1)
}

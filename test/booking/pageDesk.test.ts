import { expect, test } from 'bun:test'
import { eq } from 'drizzle-orm'
import { openOffer } from '../../src/booking/slots/offer.ts'
import type { Letter } from '../../src/mail/mail.ts'
import { SYSTEM } from '../../src/tenants/actor.ts'
import { setAvailability } from '../../src/tenants/availability.ts'
import { ADA, customer } from '../support/customer.ts'
import { onBothDatabases } from '../support/databases.ts'
import { codeIn, inWorld, tokenIn, type World } from '../support/world.ts'

type Told = Parameters<Parameters<typeof inWorld>[1]>

onBothDatabases('what pages ask of booking', (fresh) => {
  const story = async (tell: (ada: ReturnType<typeof customer>, ...told: Told) => Promise<void>) => {
    const { db } = await fresh()
    await inWorld(db, (it, worker) => tell(customer(it, worker), it, worker))
  }
  const wish = (start_at_utc: string, name = 'Ada') => ({
    meeting_type: 'intro-zoom',
    start_at_utc,
    salesperson: 'berlin',
    customer: { ...ADA, name },
  })
  const passOf = async ({ desk, acme }: World, id: string, purpose: 'hold' | 'show' = 'hold') =>
    desk.pages.pass((await acme()).tenant.id, id, purpose)
  const held = async ({ ctx: { db } }: World) => {
    const rows = await db.q.select().from(db.t.bookings)
    return rows.filter(({ status }) => status === 'held')
  }

  test('a form that is sent twice is one hold, also when both arrive together', () =>
    story(async (ada, it) => {
      const [start] = await ada.slots()
      const ids = await Promise.all([1, 2, 3].map(() => it.desk.pages.hold('acme', 'form-1', wish(start!))))
      expect(new Set(ids).size).toBe(1)
      expect(await held(it)).toHaveLength(1)
    }))

  test('a form that is corrected and sent again keeps the time and lets the former hold go', () =>
    story(async (ada, it) => {
      const [start] = await ada.slots()
      const send = (name: string) => it.desk.pages.hold('acme', 'form-1', wish(start!, name))
      const [first, second] = [await send('Ada'), await send('Ada Lovelace')]
      expect((await ada.booking(first)).status).toBe('canceled')
      const third = await send('Ada')
      expect(await held(it)).toMatchObject([{ id: third, customer_name: 'Ada' }])
      expect((await ada.booking(second)).status).toBe('canceled')
      expect(await ada.claims()).toMatchObject([{ booking_id: third }])
    }))

  test.each([
    ['that nothing has swept yet', false],
    ['that was swept', true],
  ])('a form whose hold has run out, one %s, holds again, corrected or not', (_, sweep) =>
    story(async (ada, it, worker) => {
      const [start] = (await ada.slots()).slice(-1)
      const send = (name: string) => it.desk.pages.hold('acme', 'form-1', wish(start!, name))
      const ids: string[] = []
      for (const name of ['Ada', 'Ada Lovelace', 'Ada Lovelace', 'Ada', 'Ada Byron']) {
        ids.push(await send(name))
        expect(await ada.booking(ids.at(-1)!)).toMatchObject({ status: 'held', customer_name: name })
        it.clock.advance(11 * 60_000)
        if (sweep) await worker.quiet()
      }
      expect(new Set(ids).size).toBe(5)
    }),
  )

  test('a form whose booking stands finds its time taken when it is sent with other words', () =>
    story(async (ada, it, worker) => {
      const [start] = await ada.slots()
      const send = (name: string) => it.desk.pages.hold('acme', 'form-1', wish(start!, name))
      const booking_id = await send('Ada')
      await worker.quiet()
      await ada.confirm({ booking_id, code: codeIn(it.mail.list(ADA.email)[0]) })
      expect(await send('Ada')).toBe(booking_id)
      await expect(send('Grace')).rejects.toMatchObject({ code: 'slot_taken' })
    }))

  test('the same wish from another tab finds the hold of the first; another wish finds the time taken', () =>
    story(async (ada, it) => {
      const [start] = await ada.slots()
      const first = await it.desk.pages.hold('acme', 'tab-1', wish(start!))
      expect(await it.desk.pages.hold('acme', 'tab-2', wish(start!))).toBe(first)
      expect(it.desk.pages.hold('acme', 'tab-3', wish(start!, 'Eve'))).rejects.toMatchObject({
        code: 'slot_taken',
      })
    }))

  test('a new code voids the former one and its link, and gives five new tries', () =>
    story(async (ada, it, worker) => {
      const { booking_id, code } = await ada.hold()
      const old_link = tokenIn(it.mail.list(ADA.email)[0], 'verify')
      for (let i = 0; i < 5; i++) await it.desk.confirm({ booking_id, code: 'x' }).catch(() => {})
      it.clock.advance(30_000)
      await it.desk.pages.resend(booking_id)
      await worker.quiet()
      expect(it.desk.confirm({ token: old_link })).rejects.toMatchObject({ code: 'token_used' })
      expect(it.desk.confirm({ booking_id, code })).rejects.toMatchObject({ code: 'code_wrong' })
      const fresh = codeIn(it.mail.list(ADA.email)[0])
      expect(await ada.confirm({ booking_id, code: fresh })).toMatchObject({ status: 'confirmed' })
    }))

  test('another address gets the code at once; to the same one there is a pause, and an end', () =>
    story(async (ada, it, worker) => {
      const { booking_id } = await ada.hold()
      expect(it.desk.pages.resend(booking_id)).rejects.toMatchObject({
        code: 'rate_limited',
        more: { retry_after_s: 30 },
      })
      await it.desk.pages.resend(booking_id, 'grace@example.com')
      await worker.quiet()
      const code = codeIn(it.mail.list('grace@example.com')[0])
      expect(code).not.toBe('no code')
      for (let i = 0; i < 4; i++) await it.desk.pages.resend(booking_id, `${i}@example.com`)
      expect(it.desk.pages.resend(booking_id, 'one.more@example.com')).rejects.toMatchObject({
        code: 'rate_limited',
      })
      it.clock.advance(10 * 60_000)
      expect(it.desk.pages.resend(booking_id)).rejects.toMatchObject({ code: 'hold_expired' })
    }))

  test('the letter that went to a wrong address shows and allows nothing once the address was corrected', () =>
    story(async (ada, it, worker) => {
      const { booking_id } = await ada.hold()
      const stranger = tokenIn(it.mail.list(ADA.email)[0], 'verify')
      await it.desk.pages.resend(booking_id, 'grace@example.com')
      await worker.quiet()
      const letter = it.mail.list('grace@example.com')[0]
      const refused = async () => {
        const none = { code: 'token_used' }
        await expect(it.desk.pages.visit(stranger)).rejects.toMatchObject(none)
        await expect(it.desk.read(booking_id, stranger)).rejects.toMatchObject(none)
        await expect(it.desk.invite(booking_id, stranger)).rejects.toMatchObject(none)
        await expect(it.desk.confirm({ token: stranger })).rejects.toMatchObject(none)
      }
      await refused()
      await ada.confirm({ booking_id, code: codeIn(letter) })
      await refused()
      // The link that did go to the customer shows the booking still.
      expect(await it.desk.pages.visit(tokenIn(letter, 'verify'))).toMatchObject({ status: 'confirmed' })
    }))

  test('of several letters that went to a wrong address none shows or allows anything once it was corrected', () =>
    story(async (ada, it, worker) => {
      const { booking_id } = await ada.hold()
      const addresses = [undefined, undefined, 'also@wrong.example', undefined, 'grace@example.com']
      for (const email of addresses) {
        it.clock.advance(31_000)
        await it.desk.pages.resend(booking_id, email)
        await worker.quiet()
      }
      const wrong = [ADA.email, 'also@wrong.example'].flatMap((email) => it.mail.list(email))
      expect(wrong).toHaveLength(5)
      const letter = it.mail.list('grace@example.com')[0]
      await ada.confirm({ booking_id, code: codeIn(letter) })
      for (const stranger of wrong.map((one) => tokenIn(one, 'verify'))) {
        await expect(it.desk.pages.visit(stranger)).rejects.toMatchObject({ code: 'token_used' })
        await expect(it.desk.read(booking_id, stranger)).rejects.toMatchObject({ code: 'token_used' })
      }
      expect(await it.desk.pages.visit(tokenIn(letter, 'verify'))).toMatchObject({ status: 'confirmed' })
    }))

  test('a name that could be a message to a stranger does not stand beside the address of a letter', () =>
    story(async (ada, it, worker) => {
      const sent: Letter['to'][] = []
      const { send } = it.mail
      it.mail.send = (letter) => {
        sent.push(letter.to)
        return send(letter)
      }
      const slots = await ada.slots()
      await it.desk.pages.hold('acme', 'form-1', wish(slots[0]!, 'You have won: https://evil.example/prize'))
      await worker.quiet()
      await it.desk.pages.hold('acme', 'form-2', wish(slots.at(-1)!, 'Ada Lovelace'))
      await worker.quiet()
      expect(sent.map(({ name }) => name)).toEqual([ADA.email, 'Ada Lovelace'])
    }))

  test('a visit tells what may be done, by the clock and by the token', () =>
    story(async (ada, it) => {
      const { booking_id } = await ada.hold()
      const visit = async (purpose: 'hold' | 'show' = 'hold') =>
        it.desk.pages.visit(await passOf(it, booking_id, purpose))
      expect(await visit()).toMatchObject({ status: 'held', used: false, purpose: 'hold' })
      const verify = tokenIn(it.mail.list(ADA.email)[0], 'verify')
      it.clock.advance(10 * 60_000)
      expect(await visit()).toMatchObject({ status: 'expired', open: { cancel: false } })
      // The letter's link is over with the hold; its page still offers other times for a day.
      expect(await it.desk.pages.visit(verify)).toMatchObject({ status: 'expired', purpose: 'verify' })
      it.clock.advance(24 * 3_600_000)
      expect(it.desk.pages.visit(verify)).rejects.toMatchObject({
        code: 'token_expired',
        more: { booking_id },
      })
      expect(it.desk.pages.visit('x')).rejects.toMatchObject({ code: 'token_malformed' })
    }))

  test('who has proven the address gets fresh tokens, as long as the notice allows', () =>
    story(async (ada, it) => {
      const { id } = await ada.confirm(await ada.hold())
      const visit = async () => it.desk.pages.visit(await passOf(it, id, 'show'))
      const passes = await it.desk.pages.passes(await visit())
      expect((await it.desk.pages.visit(passes.cancel!)).purpose).toBe('cancel')
      await it.desk.cancel(passes.cancel!)
      const canceled = await visit()
      expect(canceled).toMatchObject({ status: 'canceled', undo_until_ms: expect.any(Number) })
      expect(await it.desk.pages.visit(passes.cancel!)).toMatchObject({ used: true })
      expect(await it.desk.pages.passes(canceled)).toEqual({ show: expect.any(String) })
    }))

  test('an ended booking is held again with all that was typed, once for one time', () =>
    story(async (ada, it) => {
      const { booking_id, start_at_utc } = await ada.hold()
      const visit = async () => it.desk.pages.visit(await passOf(it, booking_id))
      expect(it.desk.pages.holdAgain(await visit(), start_at_utc)).rejects.toMatchObject({
        code: 'wrong_state',
      })
      it.clock.advance(10 * 60_000)
      const offer = openOffer(await it.acme(), 'intro-zoom', 'berlin')
      const [near] = await it.desk.pages.near(offer, Date.parse(start_at_utc))
      expect(near!.from_ms).toBe(Date.parse(start_at_utc))
      const ended = await visit()
      const ids = [1, 2].map(() => it.desk.pages.holdAgain(ended, start_at_utc))
      const again = await ada.booking(await Promise.any(ids))
      expect(again).toMatchObject({ customer_name: 'Ada', customer_phone: ADA.phone, status: 'held' })
      await Promise.allSettled(ids)
      expect(await held(it)).toHaveLength(1)
    }))

  test('of the times near one that is free again, itself and the two nearest are offered', () =>
    story(async (ada, it) => {
      const offer = openOffer(await it.acme(), 'intro-zoom', 'berlin')
      const starts = (await ada.slots()).map((start) => Date.parse(start))
      for (const start_ms of starts) {
        const near = (await it.desk.pages.near(offer, start_ms)).map(({ from_ms }) => from_ms)
        const others = starts.filter((other) => other !== start_ms).map((other) => Math.abs(other - start_ms))
        const [first, second] = others.sort((a, b) => a - b)
        expect(near.map((other) => Math.abs(other - start_ms)).sort((a, b) => a - b)).toEqual([
          0,
          first!,
          second!,
        ])
      }
    }))

  test('a hold that ran out is held again by whoever is there, when the one asked for no longer is', () =>
    story(async (ada, it) => {
      const { booking_id } = await ada.hold()
      it.clock.advance(10 * 60_000)
      const { q, t } = it.ctx.db
      await q.update(t.salespersons).set({ active: false }).where(eq(t.salespersons.slug, 'berlin'))
      await q.update(t.tenants).set({ config_revision: 2 })
      const ended = await it.desk.pages.visit(await passOf(it, booking_id))
      const offer = openOffer(ended.config, 'intro-zoom', ended.with)
      const [near] = await it.desk.pages.near(offer, Date.parse(ended.booking.start_at_utc))
      const again = await it.desk.pages.holdAgain(ended, new Date(near!.from_ms).toISOString())
      expect((await ada.booking(again)).assignment).toMatchObject({ winner: 'vancouver' })
    }))

  test('a booking that is moved does not stand in its own way', () =>
    story(async (ada, it) => {
      const { id, start_at_utc } = await ada.confirm(await ada.hold())
      const offer = await it.desk.pages.offerToMove({ booking_id: id })
      const own = await it.desk.pages.calendar({ offer, month: '2026-12', time_zone: 'Europe/Berlin' })
      const starts = own.offered.map(({ from_ms }) => from_ms)
      // It ends as it claims its buffer: only for others that is in the way.
      expect(starts).toContain(start_at_utc.getTime() + HALF_HOUR_MS)
      expect(starts).not.toContain(start_at_utc.getTime())
    }))

  test('a booking that is moved is shown the first month with another time, not the one in which its own alone is free', () =>
    story(async (ada, it) => {
      const { id, start_at_utc } = await ada.confirm(await ada.hold('intro-zoom', '2026-12-01T09:00:00.000Z'))
      const about = { tenant_id: (await it.acme()).tenant.id, actor: SYSTEM }
      const intervals = [{ from_minute: 600, until_minute: 630 }]
      const overrides = ['2026-12-01', '2027-01-05'].map((date) => ({ date, intervals }))
      await setAvailability(it.ctx, about, 'berlin', { rules: [], overrides })
      const offer = await it.desk.pages.offerToMove({ booking_id: id })
      const ask = (month?: string) => it.desk.pages.calendar({ offer, month, time_zone: 'Europe/Berlin' })
      expect(await ask()).toMatchObject({ month: '2027-01', offered: [expect.anything()] })
      expect(await ask('2026-12')).toMatchObject({ offered: [], next_free: '2027-01-05' })
      expect((await it.desk.pages.lookUp(offer, start_at_utc.getTime())).free).toBe(false)
    }))
})

const HALF_HOUR_MS = 1_800_000

onBothDatabases('the calendar of a page', (fresh) => {
  test('begins with the first month that has something, and names the next free day of an empty one', async () => {
    const { db } = await fresh()
    const options = { at_ms: Date.UTC(2026, 10, 30, 20) }
    await inWorld(
      db,
      async ({ desk, acme }) => {
        const offer = openOffer(await acme(), 'intro-zoom', 'berlin')
        const ask = (month?: string) => desk.pages.calendar({ offer, month, time_zone: 'Europe/Berlin' })
        const first = await ask()
        expect(first).toMatchObject({ month: '2026-12', first_month: '2026-11', last_month: '2027-01' })
        const empty = await ask('2026-11')
        expect(empty).toMatchObject({ offered: [], next_free: expect.stringContaining('2026-12-0') })
        expect((await ask('2099-01')).month).toBe('2027-01')
        expect((await ask('2020-01')).month).toBe('2026-11')
      },
      options,
    )
  })

  test('is the very list of a second ago while nothing has changed, and another once a time is taken', async () => {
    const { db } = await fresh()
    await inWorld(db, async (it) => {
      const offer = openOffer(await it.acme(), 'intro-zoom', 'berlin')
      const ask = async () => {
        it.clock.advance(1001)
        const month = { offer, month: '2026-12', time_zone: 'Europe/Berlin' }
        return (await it.desk.pages.calendar(month)).offered
      }
      const before = await ask()
      expect(await ask()).toBe(before)
      const taken = before[0]!
      const start_at_utc = new Date(taken.from_ms).toISOString()
      const wish = { meeting_type: 'intro-zoom', start_at_utc, salesperson: 'berlin', customer: ADA }
      await it.desk.hold('acme', 'takes the first time of all', wish)
      expect((await ask())[0]!.from_ms).toBeGreaterThan(taken.from_ms)
    })
  })

  test('has each slot in the month that the zone counts it to', async () => {
    const { db } = await fresh()
    await inWorld(db, async ({ desk, acme }) => {
      const offer = openOffer(await acme(), 'intro-zoom')
      const all = async (time_zone: string) => {
        const months = ['2026-11', '2026-12', '2027-01']
        const found = await Promise.all(
          months.map((month) => desk.pages.calendar({ offer, month, time_zone })),
        )
        const distinct = new Map(found.map((one) => [one.month, one.offered.map(({ from_ms }) => from_ms)]))
        return [...distinct.values()].flat()
      }
      const [kiritimati, pago] = [await all('Pacific/Kiritimati'), await all('Pacific/Pago_Pago')]
      expect(kiritimati.length).toBeGreaterThan(100)
      expect(pago).toEqual(kiritimati)
    })
  })
})

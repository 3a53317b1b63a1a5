import { expect, test } from 'bun:test'
import { mailboxOf } from '../../src/booking/slots/busy.ts'
import { onBothDatabases } from '../support/databases.ts'
import { inWorld, type World } from '../support/world.ts'

onBothDatabases('a list of slots', (fresh) => {
  /** How often Outlook is asked while `ask` lists one range after the other. */
  const asked = async (
    ask: (list: (from: string, to: string, zone?: string) => Promise<unknown>) => unknown,
  ) => {
    const { db } = await fresh()
    let looks = 0
    await inWorld(db, async (it) => {
      counting(it, () => {
        looks += 1
      })
      const of = { tenant: 'acme', meeting_type: 'intro-zoom', salesperson: 'berlin' }
      await ask((from, to, time_zone = 'Europe/Berlin') => it.slots.list({ ...of, from, to, time_zone }))
    })
    return looks
  }
  const counting = ({ outlook }: World, count: () => void) => {
    const { busyOfMany } = outlook
    outlook.busyOfMany = (...about) => {
      count()
      return busyOfMany(...about)
    }
  }
  const day = (date: number) => `2026-12-${String(date).padStart(2, '0')}`

  test('has Outlook asked for the days that are not known yet alone, whatever dates and zones a stranger asks for', async () => {
    const looks = await asked(async (list) => {
      for (let round = 0; round < 5; round += 1)
        for (const date of [1, 7, 13, 19, 25, 31])
          for (const zone of ZONES) await list(day(date), day(date), zone)
      for (let from = 1; from <= 28; from += 3) await list(day(from), day(from + 3))
    })
    // One for each of six, and what a zone further east or west adds to it.
    expect(looks).toBeWithin(6, 24)
  })

  test('has Outlook asked nothing where nothing can be offered', async () => {
    const looks = await asked(async (list) => {
      expect(await list('2090-01-01', '2090-02-01')).toMatchObject({ slots: [], degraded_salespersons: [] })
      await list('2020-01-01', '2020-02-01')
    })
    expect(looks).toBe(0)
  })

  test('leaves nobody out whose calendar is found to have changed while another one is read', async () => {
    const { db } = await fresh()
    await inWorld(db, async (it) => {
      const range = { from: day(1), to: day(2), time_zone: 'UTC', tenant: 'acme', meeting_type: 'intro-zoom' }
      const known = await it.slots.list({ ...range, salesperson: 'berlin' })
      const [berlin] = [...(await it.acme()).salespersons.values()].filter(({ slug }) => slug === 'berlin')
      counting(it, () => it.ctx.looks.forget([berlin!.id]))
      const { slots } = await it.slots.list(range)
      const his = slots.filter(({ salespersons }) => salespersons.includes('berlin'))
      expect(his.map((one) => one.start_at_utc)).toEqual(known.slots.map((one) => one.start_at_utc))
    })
  })

  test('does not remember what was asked before the calendar changed and answered after it', async () => {
    const { db } = await fresh()
    await inWorld(db, async (it) => {
      const { outlook, slots, ctx, acme } = it
      const range = { from: day(1), to: day(2), time_zone: 'UTC', tenant: 'acme', meeting_type: 'intro-zoom' }
      const config = await acme()
      const [berlin] = [...config.salespersons.values()].filter(({ slug }) => slug === 'berlin')
      const mailbox = mailboxOf(config, berlin!)
      const [start_ms, end_ms] = [Date.parse('2026-12-01T09:00:00Z'), Date.parse('2026-12-01T09:30:00Z')]
      const { event_id } = outlook.playground.add(mailbox, { subject: 'Off soon', start_ms, end_ms })
      const { busyOfMany } = outlook
      outlook.busyOfMany = async (...about) => {
        const seen = await busyOfMany(...about)
        outlook.playground.remove(mailbox, event_id)
        ctx.looks.forget([berlin!.id])
        outlook.busyOfMany = busyOfMany
        return seen
      }
      const starts = async () => (await slots.list({ ...range, salesperson: 'berlin' })).slots
      const start_at_utc = new Date(start_ms).toISOString()
      expect(await starts()).not.toContainEqual(expect.objectContaining({ start_at_utc }))
      expect(await starts()).toContainEqual(expect.objectContaining({ start_at_utc }))
    })
  })

  test('is the same from several looks as from one', async () => {
    const lists: unknown[] = []
    await asked(async (list) => {
      lists.push(await list(day(1), day(20)))
    })
    await asked(async (list) => {
      for (const date of [15, 8, 1, 19]) await list(day(date), day(date))
      for (const date of [4, 11, 18]) await list(day(date), day(date + 2))
      lists.push(await list(day(1), day(20)))
    })
    expect(lists[1]).toEqual(lists[0])
  })
})

const ZONES = ['Europe/Berlin', 'Asia/Kolkata', 'America/St_Johns']

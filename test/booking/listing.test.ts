import { expect, test } from 'bun:test'
import type { Db } from '../../src/db/database.ts'
import { Problem } from '../../src/lib/problem.ts'
import { onBothDatabases } from '../support/databases.ts'
import { tally } from '../support/tally.ts'
import { MONDAY_MS, type World, world } from '../support/world.ts'

const MINUTE_MS = 60_000
const PROBES = 45
const TYPES = ['intro-zoom', 'demo-teams', 'call-phone']
const ANSWERS = { 'demo-teams': { company: 'Lovelace Ltd', team_size: '1 to 10' } }
const RANGE = { tenant: 'acme', from: '2026-11-29', to: '2027-01-20', time_zone: 'Europe/Berlin' }

onBothDatabases('the listing of slots', (fresh) => {
  test('agrees with the hold: what it shows is had, what it leaves out is refused by a rule with the nearest', async () => {
    const it = await world((await fresh()).db, { meetings: true, seed: 20_261_130 })
    const chance = it.ctx.entropy
    const pick = <T>(list: readonly T[]) => list[Math.floor(chance.uniform() * list.length)]!
    const held: number[] = []
    const met = { had: 0, refused: new Set<string>() }
    for (let n = 0; n < PROBES; n += 1) {
      const asked = { meeting_type: pick(TYPES), salesperson: pick(['berlin', 'vancouver', undefined]) }
      const listed = await listing(it, asked)
      const start_ms = pick([
        () => pick([...listed.keys()].slice(0, 80)),
        () => MONDAY_MS + Math.floor(chance.uniform() * 12 * 288) * 5 * MINUTE_MS,
        () => pick([MONDAY_MS, ...held]) + pick([-30, -15, 0, 5, 15, 30]) * MINUTE_MS,
      ])()
      const outcome = await outcomeOf(it, asked, start_ms, `key-${n}`)
      const by = listed.get(start_ms)
      if (typeof outcome === 'string') {
        expect([n, by]).toEqual([n, expect.arrayContaining([outcome])])
        held.push(start_ms)
        met.had += 1
      } else {
        expect([n, outcome.more.rule, by]).toEqual([n, expect.any(String), undefined])
        expect(await rulesThatFail(it, asked, start_ms)).toContain(outcome.more.rule)
        expectNearest(outcome, start_ms, [...listed.keys()])
        met.refused.add(String(outcome.more.rule))
      }
    }
    // Chance repeats: this only says that the walk has been to the places that matter.
    expect(met.had).toBeGreaterThan(10)
    expect([...met.refused]).toEqual(expect.arrayContaining(['notice', 'open_hours', 'step', 'claims']))
  })

  const PUT_AWAY: [what: string, away: (db: Db) => Promise<unknown>][] = [
    ['all is as it was', async () => {}],
    ['no salesperson is active', ({ q, t }) => q.update(t.salespersons).set({ active: false })],
    ['no meeting type is active', ({ q, t }) => q.update(t.meeting_types).set({ active: false })],
    ['the tenant is not active', ({ q, t }) => q.update(t.tenants).set({ active: false })],
    ['no salesperson offers it', ({ q, t }) => q.delete(t.meeting_type_salespersons)],
    ['all must attend', ({ q, t }) => q.update(t.meeting_types).set({ staffing: 'all' })],
  ]
  for (const [what, away] of PUT_AWAY)
    test(`is what an admin is told when ${what}`, async () => {
      const it = await world((await fresh()).db)
      const { db } = it.ctx
      await away(db)
      await db.q.update(db.t.tenants).set({ config_revision: 7 })
      const meeting_type = 'intro-zoom'
      const starts = await listing(it, { meeting_type }).catch(() => new Map<number, string[]>())
      const config = await it.acme()
      // Tuesday: Berlin from nine, Vancouver from six in the evening of Berlin.
      for (const at of ['2026-12-01T09:00:00Z', '2026-12-01T18:00:00Z'])
        for (const salesperson of ['berlin', 'vancouver']) {
          const told = await it.desk.admin.explain(config, { salesperson, meeting_type, at })
          const offered = starts.get(Date.parse(at))?.includes(salesperson) === true
          expect([at, salesperson, told.offered]).toEqual([at, salesperson, offered])
          expect(told.rules.every(({ passed }) => passed)).toBe(offered)
        }
    })

  test('leaves out whoever cannot be read, and names him', async () => {
    const it = await world((await fresh()).db)
    const { tenant } = await it.acme()
    it.outlook.switches.unreadable({ m365_tenant_id: tenant.id, user: 'berlin@acme.example' }, true)
    const { degraded_salespersons, slots } = await it.desk.listSlots({ ...RANGE, meeting_type: 'intro-zoom' })
    expect(degraded_salespersons).toEqual(['berlin'])
    expect(new Set(slots.flatMap((slot) => slot.salespersons))).toEqual(new Set(['vancouver']))
    const alone = { ...RANGE, meeting_type: 'intro-zoom', salesperson: 'berlin' }
    expect(await it.desk.listSlots(alone)).toMatchObject({ degraded_salespersons: ['berlin'], slots: [] })
  })
})

interface Asked {
  meeting_type: string
  salesperson?: string
}

/** Every start that is listed now, with whoever offers it. */
async function listing(it: World, asked: Asked): Promise<Map<number, string[]>> {
  const { slots } = await it.desk.listSlots({ ...RANGE, ...asked })
  return new Map(slots.map((slot) => [Date.parse(slot.start_at_utc), slot.salespersons]))
}

/** The salesperson of the hold, or the problem it ended in; a refusal must have stored nothing. */
async function outcomeOf({ desk, ctx }: World, asked: Asked, start_ms: number, key: string) {
  const customer = { name: 'Ada', email: 'ada@example.com', time_zone: 'America/Vancouver' }
  const answers = ANSWERS[asked.meeting_type as keyof typeof ANSWERS]
  const wish = { ...asked, start_at_utc: new Date(start_ms).toISOString(), customer, answers }
  const before = await tally(ctx.db)
  try {
    return (await desk.hold('acme', key, wish)).reply.salesperson
  } catch (error) {
    if (!(error instanceof Problem) || !/^slot_/.test(error.code)) throw error
    expect(await tally(ctx.db)).toEqual(before)
    return error
  }
}

/** The first rule that fails for each of those who are asked for, as an admin is told. */
async function rulesThatFail(it: World, { meeting_type, salesperson }: Asked, start_ms: number) {
  const config = await it.acme()
  const at = new Date(start_ms).toISOString()
  const people = salesperson === undefined ? ['berlin', 'vancouver'] : [salesperson]
  const told = people.map((one) => it.desk.admin.explain(config, { salesperson: one, meeting_type, at }))
  const first = (await Promise.all(told)).map(({ rules }) => rules.find(({ passed }) => !passed)?.rule)
  return first as unknown[]
}

function expectNearest({ more }: Problem, start_ms: number, listed: number[]) {
  const distances = (starts: number[]) =>
    starts.map((at_ms) => Math.abs(at_ms - start_ms)).sort((a, b) => a - b)
  const offered = (more.alternatives as string[]).map((start) => Date.parse(start))
  expect(listed).toEqual(expect.arrayContaining(offered))
  expect(distances(offered)).toEqual(distances(listed).slice(0, 3))
}

import { expect, test } from 'bun:test'
import { eq, sql } from 'drizzle-orm'
import type { Database } from '../../src/db/database.ts'
import { stoppedClock } from '../../src/lib/clock.ts'
import { seededEntropy } from '../../src/lib/entropy.ts'
import { catalogue } from '../../src/tenants/catalogue.ts'
import {
  findMeetingType,
  findOpenTenant,
  findTenant,
  openMeetingType,
  openSalesperson,
  salespersonsOf,
} from '../../src/tenants/find.ts'
import { seed } from '../../src/tenants/seed.ts'
import type { TenantConfig } from '../../src/tenants/tenantConfig.ts'
import { onBothDatabases } from '../support/databases.ts'
import { problemOf } from '../support/problem.ts'

const means = { clock: stoppedClock(Date.UTC(2026, 5, 1)), entropy: seededEntropy(1) }

onBothDatabases('the catalogue', (fresh) => {
  test('the seed is made once and is the demonstration tenant', async () => {
    const { db } = await fresh()
    expect(await seed(db, means)).toBe(true)
    expect(await seed(db, means)).toBe(false)
    const acme = await findOpenTenant(catalogue(), db, 'acme')
    expect([...acme.salespersons.values()].map(({ slug, time_zone }) => [slug, time_zone])).toEqual([
      ['berlin', 'Europe/Berlin'],
      ['vancouver', 'America/Vancouver'],
    ])
    const types = [...acme.meeting_types.values()]
    expect(types.map(({ slug, length_minutes, location }) => [slug, length_minutes, location.kind])).toEqual([
      ['call-phone', 15, 'phone'],
      ['demo-teams', 60, 'teams'],
      ['intro-zoom', 30, 'zoom'],
    ])
    for (const type of types) expect(slugs(acme, type.slug)).toEqual(['berlin', 'vancouver'])
    const [berlin] = salespersonsOf(acme, types[0]!)
    expect(berlin!.rules).toEqual(
      [1, 2, 3, 4, 5].map((weekday) => ({ weekday, from_minute: 540, until_minute: 1020 })),
    )
  })

  test('two processes that seed at once make one tenant', async () => {
    const { db } = await fresh()
    const made = await Promise.all([seed(db, means), seed(db, means)])
    expect(made.sort()).toEqual([false, true])
  })

  test('the same value is answered until the revision rises, then the new one', async () => {
    const { db } = await fresh()
    await seed(db, means)
    const known = catalogue()
    const before = await findTenant(known, db, 'acme')
    await db.q.update(db.t.tenants).set({ name: 'Unseen' })
    expect(await findTenant(known, db, 'acme')).toBe(before)
    await raise(db)
    expect((await findTenant(known, db, 'acme')).tenant.name).toBe('Unseen')
    expect((await known.byId(db, [before.tenant.id])).get(before.tenant.id)!.tenant.name).toBe('Unseen')
  })

  test('unknown slugs are absent, and the finders name what is missing', async () => {
    const { db } = await fresh()
    await seed(db, means)
    const known = catalogue()
    expect([...(await known.bySlug(db, ['acme', 'nobody'])).keys()]).toEqual(['acme'])
    expect(await known.bySlug(db, [])).toEqual(new Map())
    const acme = await findTenant(known, db, 'acme')
    expect(await problemOf(() => findTenant(known, db, 'nobody'))).toBe('tenant_not_found')
    expect(await problemOf(() => findMeetingType(acme, 'nothing'))).toBe('meeting_type_not_found')
    const demo = findMeetingType(acme, 'demo-teams')
    expect(await problemOf(() => openSalesperson(acme, demo, 'nobody'))).toBe('salesperson_not_found')
  })

  test('what is inactive is hidden from customers and there for bookings that exist', async () => {
    const { db } = await fresh()
    await seed(db, means)
    const known = catalogue()
    const { salespersons, meeting_types, tenants } = db.t
    await db.q.update(salespersons).set({ active: false }).where(eq(salespersons.slug, 'berlin'))
    await db.q.update(meeting_types).set({ active: false }).where(eq(meeting_types.slug, 'call-phone'))
    await raise(db)
    const acme = await findTenant(known, db, 'acme')
    expect(slugs(acme, 'demo-teams')).toEqual(['vancouver'])
    expect(await problemOf(() => openMeetingType(acme, 'call-phone'))).toBe('meeting_type_not_found')
    expect(findMeetingType(acme, 'call-phone').active).toBe(false)
    await db.q.update(tenants).set({ active: false })
    await raise(db)
    expect(await problemOf(() => findOpenTenant(known, db, 'acme'))).toBe('tenant_not_found')
    expect((await findTenant(known, db, 'acme')).tenant.active).toBe(false)
  })
})

function slugs(config: TenantConfig, type: string): string[] {
  return salespersonsOf(config, findMeetingType(config, type)).map(({ slug }) => slug)
}

async function raise(db: Database) {
  const { config_revision } = db.t.tenants
  await db.q.update(db.t.tenants).set({ config_revision: sql`${config_revision} + 1` })
}

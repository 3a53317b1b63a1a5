import { expect, test } from 'bun:test'
import { eq } from 'drizzle-orm'
import { refusalOf } from '../../src/db/refusal.ts'
import { onBothDatabases } from '../support/databases.ts'
import { A, B, booking, C, claim, minutes, tenant } from '../support/rows.ts'

onBothDatabases('the database', (fresh) => {
  test('a transaction whose async callback throws leaves nothing behind', async () => {
    const { db } = await fresh()
    const failing = db.transaction(async (tx) => {
      await tx.q.insert(tx.t.cron_ticks).values({ name: 'a', ticked_at_utc: new Date(1) })
      await Bun.sleep(5)
      throw new Error('no')
    })
    expect(failing).rejects.toThrow('no')
    await failing.catch(() => {})
    expect(await db.q.select().from(db.t.cron_ticks)).toEqual([])
  })

  test("a bystander's write survives the rollback of another's transaction", async () => {
    const { db } = await fresh()
    const failing = db
      .transaction(async (tx) => {
        await tx.q.insert(tx.t.cron_ticks).values({ name: 'a', ticked_at_utc: new Date(1) })
        await Bun.sleep(20)
        throw new Error('no')
      })
      .catch(() => {})
    await db.q.insert(db.t.cron_ticks).values({ name: 'b', ticked_at_utc: new Date(2) })
    await failing
    expect(await db.q.select().from(db.t.cron_ticks)).toEqual([{ name: 'b', ticked_at_utc: new Date(2) }])
  })

  test('instants, flags and JSON come back as they were stored', async () => {
    const { db } = await fresh()
    await db.q.insert(db.t.tenants).values(tenant())
    const [row] = await db.q.select().from(db.t.tenants)
    expect(row).toMatchObject({ branding: { indexed: false }, active: true, created_at_utc: new Date(1234) })
  })

  test('many rows go in by one statement and come back as they were', async () => {
    const { db } = await fresh()
    const rows = ['a', 'b', 'c'].map((id) => ({
      ...tenant(),
      id,
      slug: id,
      name: `O'Hara "${id}" ü\\n`,
      active: id !== 'b',
      m365_tenant_id: null,
    }))
    await db.insertAll(db.t.tenants, rows)
    const stored = await db.q.select().from(db.t.tenants).orderBy(db.t.tenants.id)
    expect(stored.map(({ config_revision, locale, ...row }) => row)).toEqual(rows)
  })

  test('many rows are changed by one statement, each only if it stands as it was said to', async () => {
    const { db } = await fresh()
    const { tenants } = db.t
    await db.insertAll(
      tenants,
      ['a', 'b', 'c'].map((id) => ({ ...tenant(), id, slug: id, m365_tenant_id: null })),
    )
    const to = (id: string, active: boolean, m365_tenant_id: string | null) => ({
      was: { id, active, m365_tenant_id: null },
      set: {
        name: `O'Hara "${id}"`,
        m365_tenant_id,
        branding: { indexed: true },
        updated_at_utc: new Date(9000),
      },
    })
    const changes = [to('c', true, 'x'), to('b', false, 'y'), to('a', true, null), to('d', true, null)]
    expect(await db.transaction((tx) => tx.changeAll(tenants, changes))).toEqual(new Set(['a', 'c']))
    const rows = await db.q.select().from(tenants).orderBy(tenants.id)
    expect(rows.map((row) => [row.name, row.m365_tenant_id, row.branding, row.updated_at_utc])).toEqual([
      [`O'Hara "a"`, null, { indexed: true }, new Date(9000)],
      [tenant().name, null, tenant().branding, tenant().updated_at_utc],
      [`O'Hara "c"`, 'x', { indexed: true }, new Date(9000)],
    ])
    expect(await db.changeAll(tenants, [])).toEqual(new Set())
  })

  test('a row that is there already takes on all that is given but its creation', async () => {
    const { db } = await fresh()
    const { tenants } = db.t
    await db.q.insert(tenants).values({ ...tenant(), id: 'a' })
    const later = { created_at_utc: new Date(7000), updated_at_utc: new Date(7000), name: 'New' }
    await db.upsertAll(tenants, 'id', [
      { ...tenant(), ...later, id: 'a' },
      { ...tenant(), ...later, id: 'b', slug: 'b' },
    ])
    await db.upsertAll(tenants, 'id', [])
    const rows = await db.q.select().from(tenants).orderBy(tenants.id)
    expect(rows.map((row) => [row.name, row.created_at_utc, row.updated_at_utc])).toEqual([
      ['New', tenant().created_at_utc, new Date(7000)],
      ['New', new Date(7000), new Date(7000)],
    ])
  })

  test('a duplicate is told apart from other errors', async () => {
    const { db } = await fresh()
    await db.q.insert(db.t.tenants).values(tenant())
    const error = await db.q
      .insert(db.t.tenants)
      .values({ ...tenant(), id: 'other' })
      .then(
        () => null,
        (e) => e,
      )
    expect(refusalOf(error)).toBe('duplicate')
    expect(refusalOf(new Error('else'))).toBeUndefined()
  })

  test('claims that overlap another booking are left out, the rest of the batch stands', async () => {
    const { db } = await fresh()
    await db.q.insert(db.t.bookings).values([A, B, C].map(booking))
    const accepted = await db.transaction((tx) =>
      tx.claim([claim('1', A, 0, 60), claim('2', B, 30, 90), claim('3', C, 60, 90)]),
    )
    expect([...accepted].sort()).toEqual(['1', '3'])
    expect((await db.q.select().from(db.t.slot_claims)).length).toBe(2)
  })

  test('one booking may claim its old and its new time at once', async () => {
    const { db } = await fresh()
    await db.q.insert(db.t.bookings).values([A].map(booking))
    const accepted = await db.transaction((tx) => tx.claim([claim('1', A, 0, 60), claim('2', A, 30, 90)]))
    expect(accepted.size).toBe(2)
  })

  test('moving a claim onto time already claimed is refused as an overlap', async () => {
    const { db } = await fresh()
    await db.q.insert(db.t.bookings).values([A, B].map(booking))
    await db.transaction((tx) => tx.claim([claim('1', A, 0, 60), claim('2', B, 60, 90)]))
    const { slot_claims } = db.t
    const error = await db.q
      .update(slot_claims)
      .set({ until_utc: minutes(61) })
      .where(eq(slot_claims.id, '1'))
      .then(
        () => null,
        (e) => e,
      )
    expect(refusalOf(error)).toBe('overlap')
  })

  test('migrating again, and from several handles at once, changes nothing', async () => {
    const { db } = await fresh()
    expect(await db.pendingMigrations()).toEqual([])
    expect(await Promise.all([db.migrate(), db.migrate()])).toEqual([[], []])
  })
})

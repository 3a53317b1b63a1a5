import { expect, test } from 'bun:test'
import { stoppedClock } from '../../src/lib/clock.ts'
import { seededEntropy } from '../../src/lib/entropy.ts'
import { SYSTEM } from '../../src/tenants/actor.ts'
import { catalogue } from '../../src/tenants/catalogue.ts'
import { findTenant } from '../../src/tenants/find.ts'
import { followUp, resolveFollowUp } from '../../src/tenants/followUp.ts'
import { keyHolder, makeKey, revokeKey } from '../../src/tenants/keys.ts'
import { seed } from '../../src/tenants/seed.ts'
import { type Fresh, onBothDatabases } from '../support/databases.ts'
import { problemOf } from '../support/problem.ts'

const means = { clock: stoppedClock(Date.UTC(2026, 5, 1)), entropy: seededEntropy(2) }

onBothDatabases('keys and follow-ups', (fresh) => {
  test('a key opens its tenant until it is revoked, and is stored as a hash alone', async () => {
    const { db, tenant_id } = await withTenant(fresh)
    const made = await db.transaction((tx) => makeKey(tx, means, { tenant_id, name: 'CRM', actor: SYSTEM }))
    expect(made.key).toStartWith('hfk_')
    expect(JSON.stringify(await db.q.select().from(db.t.tenant_keys))).not.toContain(made.key)
    expect(await keyHolder(db, made.key)).toEqual({ tenant_id, name: 'CRM' })
    expect(await keyHolder(db, `${made.key}x`)).toBeUndefined()
    expect(await keyHolder(db, '')).toBeUndefined()
    const revoke = (of: string) =>
      db.transaction((tx) => revokeKey(tx, means, { tenant_id: of, id: made.id, actor: SYSTEM }))
    expect(await problemOf(() => revoke('another'))).toBe('not_found')
    await revoke(tenant_id)
    await revoke(tenant_id)
    expect(await keyHolder(db, made.key)).toBeUndefined()
    const actions = (await db.q.select().from(db.t.audit_logs)).map((row) => row.action)
    expect(actions).toEqual(['tenant.seeded', 'key.made', 'key.revoked'])
  })

  test('a tenant has a hundred keys at most, however many are made at one time', async () => {
    const { db, tenant_id } = await withTenant(fresh)
    const make = () =>
      db
        .transaction((tx) => makeKey(tx, means, { tenant_id, name: 'CRM', actor: SYSTEM }))
        .then(
          () => 'made',
          ({ code }) => code,
        )
    for (let made = 0; made < 96; made += 1) await make()
    const answers = await Promise.all(Array.from({ length: 12 }, make))
    expect(answers.toSorted()).toEqual([...Array(8).fill('conflict'), ...Array(4).fill('made')])
    expect(await db.q.select().from(db.t.tenant_keys)).toHaveLength(100)
  })

  test('an open follow-up absorbs its duplicates; once resolved, a new one may be made', async () => {
    const { db, tenant_id } = await withTenant(fresh)
    const ask = (key?: string) =>
      db.transaction((tx) => followUp(tx, means, { tenant_id, kind: 'mass_change', key, detail: { n: 6 } }))
    expect([await ask('a'), await ask('a'), await ask('b'), await ask(), await ask()]).toEqual([
      true,
      false,
      true,
      true,
      true,
    ])
    const [first] = await db.q.select().from(db.t.follow_ups)
    const resolve = (id: string, of = tenant_id) =>
      db.transaction((tx) =>
        resolveFollowUp(tx, means, { tenant_id: of, id, actor: { name: 'key:CRM' }, resolution: 'Called' }),
      )
    expect(await resolve(first!.id)).toMatchObject({ resolved_by: 'key:CRM', resolution: 'Called' })
    expect((await resolve(first!.id)).resolved_by).toBe('key:CRM')
    expect(await problemOf(() => resolve(first!.id, 'another'))).toBe('not_found')
    expect(await ask('a')).toBe(true)
  })
})

async function withTenant(fresh: () => Promise<Fresh>) {
  const { db } = await fresh()
  await seed(db, means)
  const { tenant } = await findTenant(catalogue(), db, 'acme')
  return { db, tenant_id: tenant.id }
}

import { expect, test } from 'bun:test'
import { SYSTEM } from '../../src/tenants/actor.ts'
import { originCheck } from '../../src/tenants/origins.ts'
import { changeTenant, createTenant } from '../../src/tenants/tenant.ts'
import { onBothDatabases } from '../support/databases.ts'
import { testServices } from '../support/services.ts'

const SHOP = 'https://shop.example'
const OTHER = 'https://other.example'

onBothDatabases('the origins that tenants let in', (fresh) => {
  test('are let in and shut out as soon as the tenant has said so, whoever has asked before', async () => {
    const { db } = await fresh()
    const { office } = testServices(db)
    const { id } = await createTenant(office, SYSTEM, {
      slug: 'one',
      name: 'One',
      time_zone: 'Europe/Berlin',
    })
    await createTenant(office, SYSTEM, { slug: 'two', name: 'Two', time_zone: 'Europe/Berlin' })
    const check = originCheck(db)
    const letIn = (...allowed_origins: string[]) =>
      changeTenant(office, { tenant_id: id, actor: SYSTEM }, { branding: { allowed_origins } })
    const answers = async () => [
      await check(SHOP, 'one'),
      await check(SHOP, 'two'),
      await check(SHOP),
      await check(OTHER, 'one'),
    ]

    expect(await answers()).toEqual([false, false, false, false])
    await letIn(SHOP)
    expect(await answers()).toEqual([true, false, true, false])
    await letIn(OTHER)
    expect(await answers()).toEqual([false, false, false, true])
    await changeTenant(office, { tenant_id: id, actor: SYSTEM }, { active: false })
    expect(await answers()).toEqual([false, false, false, false])
  })

  test('are those of a tenant that came a moment ago, too', async () => {
    const { db } = await fresh()
    const { office } = testServices(db)
    const check = originCheck(db)
    expect(await check(SHOP, 'new')).toBe(false)
    const branding = { allowed_origins: [SHOP] }
    await createTenant(office, SYSTEM, { slug: 'new', name: 'New', time_zone: 'Europe/Berlin', branding })
    expect(await check(SHOP, 'new')).toBe(true)
  })
})

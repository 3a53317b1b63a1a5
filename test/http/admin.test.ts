import { afterAll, expect, test } from 'bun:test'
import { buildHttp } from '../../src/http/server.ts'
import { SYSTEM } from '../../src/tenants/actor.ts'
import { makeKey } from '../../src/tenants/keys.ts'
import { seed } from '../../src/tenants/seed.ts'
import { createTenant } from '../../src/tenants/tenant.ts'
import { freshDatabase } from '../support/databases.ts'
import { ADMIN_KEY, listen, testServices } from '../support/services.ts'

const { db } = await freshDatabase('sqlite')
const services = testServices(db, { keys: { admin: ADMIN_KEY, previous: 'the key of last month' } })
const { office } = services
await seed(db, office)
const other = await createTenant(office, SYSTEM, { slug: 'other', name: 'Other', time_zone: 'UTC' })
const { key: othersKey } = await db.transaction((tx) =>
  makeKey(tx, office, { tenant_id: other.id, name: 'theirs', actor: SYSTEM }),
)
const server = listen(services)
afterAll(async () => {
  await server.stop()
  await db.close()
})

/** Every route of administration there is, each parameter but the tenant filled with a word that names nothing. */
const routes = buildHttp(services)
  .routes.filter(({ path }) => path.startsWith('/v1/admin'))
  .map(({ method, path }) => ({
    method,
    path,
    url: path.replace(':tenant', 'acme').replaceAll(/:\w+/g, 'something'),
  }))

async function codeOf({ method, url }: { method: string; url: string }, key?: string): Promise<string> {
  const reply = await fetch(server.url + url, { method, headers: key ? { 'x-admin-key': key } : {} })
  const { code = 'none' } = (await reply.json()) as { code?: string }
  return `${reply.status} ${code}`
}

test('there are routes of administration', async () => {
  expect(routes.length).toBeGreaterThan(20)
})

test.each(routes)('$method $path refuses who has no key, and a wrong one', async (route) => {
  expect(await codeOf(route)).toBe('401 unauthorized')
  expect(await codeOf(route, 'wrong')).toBe('401 unauthorized')
  expect(await codeOf(route, `${othersKey}x`)).toBe('401 unauthorized')
})

test.each(routes)('$method $path does not exist for the key of another tenant', async (route) => {
  const answer = await codeOf(route, othersKey)
  expect(answer).toBe(route.path.includes(':tenant') ? '404 tenant_not_found' : '401 unauthorized')
})

test('a request without a key passes for no one, not even where the key of the installation is empty', async () => {
  const open = listen({ ...services, keys: { admin: '' } })
  const reply = await fetch(`${open.url}/v1/admin/tenants`, { headers: { 'x-admin-key': '' } })
  expect(reply.status).toBe(401)
  await open.stop()
})

test("a tenant's own key reaches that tenant, the installation's keys reach all", async () => {
  expect(await codeOf({ method: 'GET', url: '/v1/admin/tenants/other' }, othersKey)).toBe('200 none')
  for (const key of [ADMIN_KEY, 'the key of last month'])
    for (const slug of ['acme', 'other'])
      expect(await codeOf({ method: 'GET', url: `/v1/admin/tenants/${slug}` }, key)).toBe('200 none')
})

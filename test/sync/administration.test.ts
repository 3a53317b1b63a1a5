import { expect, test } from 'bun:test'
import { eq } from 'drizzle-orm'
import { onBothDatabases } from '../support/databases.ts'
import { settling } from '../support/outlookWorld.ts'
import { ADMIN_KEY, listen, testServices } from '../support/services.ts'
import { inWorld } from '../support/world.ts'

onBothDatabases('administration of subscriptions', (fresh) => {
  test('lists, ensures, renews and ends them, and shows the health of each salesperson', async () => {
    const { db } = await fresh()
    await inWorld(db, async (it, worker) => {
      const server = listen(testServices(db, { sync: it.sync }))
      const settle = settling(it, worker)
      const call = asking(server.url, settle)
      try {
        expect((await call('GET', '/graph-subscriptions')).body).toEqual({ items: [], next_cursor: null })
        expect((await call('GET', '/health')).body.items).toMatchObject([
          { salesperson: 'berlin', calendar: 'readable', subscription: null, lag_seconds: 0, dead_jobs: 0 },
          { salesperson: 'vancouver', subscription: null, last_notification_at_utc: null },
        ])

        expect((await call('POST', '/graph-subscriptions/ensure', { salesperson: 'nobody' })).status).toBe(
          404,
        )
        expect((await call('POST', '/graph-subscriptions/ensure', { salesperson: 'berlin' })).status).toBe(
          202,
        )
        const one = await call('GET', '/graph-subscriptions')
        expect(one.body.items).toMatchObject([
          { salesperson: 'berlin', health: 'healthy', renewed_at_utc: null },
        ])
        expect(one.text).not.toContain('client_state')
        expect((await call('POST', '/graph-subscriptions/ensure')).status).toBe(202)
        const { items } = (await call('GET', '/graph-subscriptions')).body
        expect(items).toHaveLength(2)

        const berlin = items.find(({ salesperson }: { salesperson: string }) => salesperson === 'berlin')
        const path = `/graph-subscriptions/${berlin.graph_subscription_id}`
        it.clock.advance(86_400_000)
        expect((await call('POST', `${path}/renew`)).status).toBe(202)
        expect((await call('POST', `${path}/renew`)).status).toBe(202)
        const renewed = (await call('GET', '/graph-subscriptions')).body.items
        expect(
          renewed.find(
            (row: { graph_subscription_id: string }) =>
              row.graph_subscription_id === berlin.graph_subscription_id,
          ),
        ).toMatchObject({
          renewed_at_utc: new Date(it.clock.now_ms()).toISOString(),
          expires_at_utc: new Date(it.clock.now_ms() + 7 * 86_400_000).toISOString(),
        })

        expect((await call('DELETE', path)).status).toBe(204)
        expect((await call('DELETE', path)).status).toBe(404)
        expect((await call('POST', `${path}/renew`)).status).toBe(404)
        expect((await call('GET', '/graph-subscriptions')).body.items).toMatchObject([
          { salesperson: 'vancouver' },
        ])
        const { tenant } = await it.acme()
        expect(await it.outlook.listSubscriptions(tenant.id)).toHaveLength(1)

        it.outlook.switches.unreadable({ m365_tenant_id: tenant.id, user: 'vancouver@acme.example' }, true)
        const { graph_subscriptions: table } = db.t
        await db.q
          .update(table)
          .set({ status: 'failing', last_error: 'http_503' })
          .where(eq(table.status, 'active'))
        expect((await call('GET', '/health')).body.items).toMatchObject([
          { salesperson: 'berlin', calendar: 'readable', subscription: null },
          {
            salesperson: 'vancouver',
            calendar: 'unreadable',
            subscription: { status: 'failing', last_error: 'http_503' },
          },
        ])
      } finally {
        await server.stop()
      }
    })
  })

  test('tells a subscription that should have been renewed from one that has expired', async () => {
    const { db } = await fresh()
    await inWorld(db, async (it, worker) => {
      await it.sync.start()
      await settling(it, worker)()
      const health = async () => (await it.sync.subscriptions.list(await it.acme())).map((row) => row.health)
      expect(await health()).toEqual(['healthy', 'healthy'])
      it.clock.advance(4.5 * 86_400_000)
      expect(await health()).toEqual(['expiring', 'expiring'])
      it.clock.advance(3 * 86_400_000)
      expect(await health()).toEqual(['expired', 'expired'])
    })
  })

  test('whoever is added is followed at once, and not any more when they or the tenant are gone', async () => {
    const { db } = await fresh()
    await inWorld(db, async (it, worker) => {
      const server = listen(testServices(db, { sync: it.sync }))
      const settle = settling(it, worker)
      const ask = asking(server.url, settle)
      const call = async (...request: Parameters<typeof ask>) => {
        expect((await ask(...request)).status).toBeLessThan(300)
        return (await it.outlook.listSubscriptions((await it.acme()).tenant.id)).length
      }
      try {
        const zoe = { slug: 'zoe', name: 'Zoe', email: 'zoe@acme.example', time_zone: 'Europe/Paris' }
        expect(await call('POST', '/salespersons', zoe)).toBe(3)
        expect(await call('DELETE', '/salespersons/zoe')).toBe(2)
        expect(await call('PATCH', '/salespersons/zoe', { active: true })).toBe(3)
        expect(await call('DELETE', '')).toBe(0)
        expect(await call('PATCH', '', { active: true })).toBe(3)
      } finally {
        await server.stop()
      }
    })
  })

  test('whoever could not be followed is followed at once when an admin has put it right', async () => {
    const { db } = await fresh()
    await inWorld(db, async (it, worker) => {
      const server = listen(testServices(db, { sync: it.sync }))
      const settle = settling(it, worker)
      const ask = asking(server.url, settle)
      const { id } = (await it.acme()).tenant
      const user = 'zoe@acme.exmaple'
      try {
        it.outlook.switches.unreadable({ m365_tenant_id: id, user }, true)
        const zoe = { slug: 'zoe', name: 'Zoe', email: 'zoe@acme.example', time_zone: 'Europe/Paris' }
        await ask('POST', '/salespersons', { ...zoe, mailbox: user })
        for (let hour = 0; hour < 24; hour += 1) {
          it.clock.advance(3_600_000)
          await worker.quiet()
        }
        const listed = async () => (await it.outlook.listSubscriptions(id)).map(({ resource }) => resource)
        expect(await listed()).toHaveLength(2)
        await ask('PATCH', '/salespersons/zoe', { mailbox: zoe.email })
        expect(await listed()).toContain('users/zoe@acme.example/events')
      } finally {
        await server.stop()
      }
    })
  })
})

/** Asks as an admin of acme, and answers once all that follows is done. */
function asking(url: unknown, settle: () => Promise<void>) {
  return async (method: string, path: string, body?: object) => {
    const headers = { 'x-admin-key': ADMIN_KEY, 'content-type': 'application/json' }
    const reply = await fetch(`${url}/v1/admin/tenants/acme${path}`, {
      method,
      headers,
      ...(body && { body: JSON.stringify(body) }),
    })
    await settle()
    const text = await reply.text()
    return { status: reply.status, body: text === '' ? {} : JSON.parse(text), text }
  }
}

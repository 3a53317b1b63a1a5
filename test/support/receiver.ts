import type { Database } from '../../src/db/database.ts'
import { jsonLog } from '../../src/lib/log.ts'
import { silentMetrics } from '../../src/lib/metrics.ts'
import type { Context } from '../../src/sync/context.ts'
import { sync as syncOf } from '../../src/sync/sync.ts'
import { rows } from './jobs.ts'
import { listen, testServices } from './services.ts'
import { world } from './world.ts'

export const SECRET = 'the secret of this subscription'

/** An item as Graph posts it; `over` replaces fields. */
export function itemFor(subscription_id: string, event_id: string, over: object = {}) {
  const resource = `Users/ddfcd489-628b-40d7-b48b-57002df800e5/Events/${event_id}`
  return {
    subscriptionId: subscription_id,
    subscriptionExpirationDateTime: '2026-12-07T08:00:00.0000000+00:00',
    clientState: SECRET,
    tenantId: '84bd8158-6d4d-4958-8b9f-9d6445542f95',
    changeType: 'updated',
    resource,
    resourceData: {
      '@odata.type': '#microsoft.graph.event',
      '@odata.id': resource,
      '@odata.etag': 'W/"DQ"',
      id: event_id,
    },
    ...over,
  }
}

/** A receiver over HTTP on this database, with one subscription `sub-1` of the salesperson berlin of acme. */
export async function receiverOf(db: Database, over: Partial<Context> = {}) {
  const { ctx, acme, clock } = await world(db)
  const [berlin] = [...(await acme()).salespersons.values()].filter(({ slug }) => slug === 'berlin')
  const counted: Record<string, number> = {}
  const metrics: Context['metrics'] = {
    ...silentMetrics,
    count: (_name, labels, by = 1) => {
      const { outcome } = { outcome: '', ...labels }
      counted[outcome] = (counted[outcome] ?? 0) + by
    },
  }
  const logged: string[] = []
  const log = jsonLog('warn', (line) => logged.push(line))
  const context = { ...ctx, metrics, log, ...over }
  await remember(context, { id: 'row-1', subscription_id: 'sub-1', salesperson: berlin!, secret: SECRET })
  const server = listen(testServices(db, { sync: syncOf(context) }))
  const url = `${server.url}/v1/webhooks/graph`
  const send = (body: BodyInit | null, { to = '', type = 'application/json' } = {}) =>
    fetch(url + to, { method: 'POST', body, headers: type ? { 'content-type': type } : {} })
  return {
    ctx: context,
    clock,
    berlin: berlin!,
    counted,
    /** What it warned of, a line each. */
    logged,
    url,
    send,
    post: (items: unknown[], to = '') => send(JSON.stringify({ value: items }), { to }),
    jobs: () => rows(db, 'webhook_jobs'),
    stop: server.stop,
  }
}

/** Writes a subscription down as if it had been made. */
export async function remember(
  { db, seal, clock }: Context,
  about: {
    id: string
    subscription_id: string
    salesperson: { id: string; tenant_id: string }
    secret: string
  },
) {
  const now = new Date(clock.now_ms())
  await db.q.insert(db.t.graph_subscriptions).values({
    id: about.id,
    tenant_id: about.salesperson.tenant_id,
    salesperson_id: about.salesperson.id,
    subscription_id: about.subscription_id,
    resource: 'users/berlin/events',
    client_state: about.secret && (await seal.seal(about.secret)),
    granted_at_utc: now,
    expiration_utc: new Date(now.getTime() + 7 * 86_400_000),
    status: 'active',
    created_at_utc: now,
    updated_at_utc: now,
  })
}

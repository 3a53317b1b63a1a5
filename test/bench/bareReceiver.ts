/**
 * The least that could be called a receiver, to measure beside ours: it believes whatever comes, counts nothing and
 * says nothing, but stores by the same statement and gathers as ours does. A process of its own; arguments: the port,
 * and a Postgres URL or the path of a SQLite file.
 */
import { openDatabase } from '../../src/db/open.ts'
import { enqueue } from '../../src/jobs/enqueue.ts'
import { gather } from '../../src/lib/gather.ts'
import { notificationJob } from '../../src/sync/notification.ts'

const [port, place = ''] = process.argv.slice(2)
const db = await openDatabase(place.includes('://') ? { url: place } : { sqlite_path: place })
const clock = { now_ms: () => Date.now() }

const store = gather<ReturnType<typeof jobOf>, void>(
  async (jobs) => {
    await enqueue(db, clock, 'webhook_jobs', jobs)
    return jobs.map(() => undefined)
  },
  { most: 500, lanes: db.blocks ? 1 : 2, patient: db.blocks },
)

Bun.serve({
  hostname: '127.0.0.1',
  port: Number(port),
  async fetch(request) {
    if (request.method === 'GET') return new Response()
    await store(jobOf(await request.json()))
    return new Response(null, { status: 202 })
  },
})

interface Post {
  value: [{ subscriptionId: string; changeType: 'updated'; resourceData: { id: string } }]
}

function jobOf(body: unknown) {
  const [{ subscriptionId, changeType, resourceData }] = (body as Post).value
  return notificationJob({
    tenant_id: 'bench',
    salesperson_id: subscriptionId,
    subscription_id: subscriptionId,
    change_type: changeType,
    resource_id: resourceData.id,
    received_at_utc: new Date().toISOString(),
  })
}

import { expect, test } from 'bun:test'
import type { Database } from '../../src/db/database.ts'
import { sealer } from '../../src/lib/seal.ts'
import { reseal } from '../../src/tenants/reseal.ts'
import { onBothDatabases } from '../support/databases.ts'

const OLD = sealer({ key: 'the key before' })
const BOTH = sealer({ key: 'the key of now', previous: 'the key before' })
const NEW = sealer({ key: 'the key of now' })
const stamps = { created_at_utc: new Date(1), updated_at_utc: new Date(1) }

onBothDatabases('sealing anew', (fresh) => {
  test('leaves nothing that needs the key before', async () => {
    const { db } = await fresh()
    await fill(db, 1200)
    // Two of an account, one of a subscription, and every start link.
    expect(await reseal(db, BOTH)).toEqual({ resealed: 1203, lost: 0 })
    const [account] = await db.q.select().from(db.t.zoom_accounts)
    expect(await NEW.open(account!.client_secret_sealed)).toBe('client secret')
    expect(await NEW.open(account!.webhook_secret_sealed!)).toBe('webhook secret')
    const [subscription] = await db.q.select().from(db.t.graph_subscriptions)
    expect(await NEW.open(subscription!.client_state)).toBe('client state')
    const meetings = await db.q.select().from(db.t.zoom_meetings)
    const links = await Promise.all(meetings.map((row) => NEW.open(row.start_url_sealed)))
    expect(new Set(links).size).toBe(1200)
    expect(await reseal(db, BOTH)).toEqual({ resealed: 0, lost: 0 })
  })

  test('counts what no key opens, and leaves it as it is', async () => {
    const { db } = await fresh()
    await fill(db, 1)
    const before = await db.q.select().from(db.t.zoom_accounts)
    expect(await reseal(db, NEW)).toEqual({ resealed: 0, lost: 4 })
    expect(await db.q.select().from(db.t.zoom_accounts)).toEqual(before)
  })
})

async function fill(db: Database, meetings: number) {
  await db.q.insert(db.t.zoom_accounts).values({
    tenant_id: 't1',
    account_id: 'a',
    client_id: 'c',
    client_secret_sealed: await OLD.seal('client secret'),
    webhook_secret_sealed: await OLD.seal('webhook secret'),
    ...stamps,
  })
  await db.q.insert(db.t.graph_subscriptions).values({
    id: 's1',
    tenant_id: 't1',
    salesperson_id: 'p1',
    resource: 'users/p1/events',
    client_state: await OLD.seal('client state'),
    status: 'active',
    ...stamps,
  })
  const rows = Array.from({ length: meetings }, async (_, n) => ({
    booking_id: `b${n}`,
    tenant_id: 't1',
    salesperson_id: 'p1',
    provider_meeting_id: `${n}`,
    join_url: 'https://zoom.example/j/1',
    start_url_sealed: await OLD.seal(`https://zoom.example/s/${n}`),
    ...stamps,
  }))
  await db.insertAll(db.t.zoom_meetings, await Promise.all(rows))
}

import { expect, test } from 'bun:test'
import { catalogue } from '../../src/tenants/catalogue.ts'
import { findTenant } from '../../src/tenants/find.ts'
import { adminOf } from '../support/admin.ts'
import { onBothDatabases } from '../support/databases.ts'
import { put, testKind, workOff } from '../support/jobs.ts'

onBothDatabases('jobs over HTTP', (fresh) => {
  test('dead jobs are listed, shown and retried, and the audit tells who did it', async () => {
    const { db, admin, stop } = await adminOf(await fresh())
    const tenant_id = (await findTenant(catalogue(), db, 'acme')).tenant.id
    await put(db, [
      { kind: 'a', tenant_id, payload: { n: 'no number' } },
      { kind: 'a', tenant_id, payload: { n: 'nor this' } },
      { kind: 'a', tenant_id: 'other', payload: { n: 'nor that' } },
    ])
    await workOff(db, [testKind('a', async () => {})])
    const list = await admin('GET', '/tenants/acme/outbox-jobs?status=dead&limit=1')
    expect(list.body).toMatchObject({ items: [{ id: '2', kind: 'a', status: 'dead' }], next_cursor: '2' })
    const shown = await admin('GET', '/tenants/acme/outbox-jobs/1')
    expect(shown.body).toMatchObject({ payload: { n: 'no number' }, history: [{ outcome: 'dead' }] })
    expect((await admin('GET', '/tenants/acme/outbox-jobs/3')).status).toBe(404)
    expect((await admin('GET', '/tenants/acme/webhook-jobs/1')).status).toBe(404)
    expect((await admin('POST', '/tenants/acme/outbox-jobs/1/retry')).body.status).toBe('pending')
    expect((await admin('POST', '/tenants/acme/outbox-jobs/1/cancel')).body.status).toBe('canceled')
    expect((await admin('POST', '/tenants/acme/outbox-jobs/1/cancel')).body.code).toBe('conflict')
    expect((await admin('POST', '/tenants/acme/outbox-jobs/retry-dead', { kind: 'a' })).body).toEqual({
      retried: 1,
    })
    const audit = (await admin('GET', '/tenants/acme/audit-logs')).body.items
    const actions = audit.map(({ action, subject }: { action: string; subject: string }) => [action, subject])
    expect(actions.slice(0, 3)).toEqual([
      ['outbox-jobs.retried', 'jobs:a'],
      ['outbox-jobs.canceled', 'jobs:1'],
      ['outbox-jobs.retried', 'jobs:1'],
    ])
    await stop()
  })
})

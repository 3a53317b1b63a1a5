import { expect, test } from 'bun:test'
import { cron } from '../../src/jobs/cron.ts'
import { startWorker } from '../../src/jobs/worker.ts'
import { silentLog } from '../../src/lib/log.ts'
import { onBothDatabases } from '../support/databases.ts'
import { world } from '../support/world.ts'

const QUEUES = ['webhook_jobs', 'outbox_jobs'] as const

onBothDatabases('what the clock asks for, of no tenant', (fresh) => {
  test('is never dead, however often its process was killed: no admin could try it again', async () => {
    const { db } = await fresh()
    const { ctx, clock, sync } = await world(db)
    await cron(ctx.db, clock, sync.entries)()
    const died = { status: 'running' as const, attempts: 10, turn: 10, locked_by: 'ghost' }
    for (const queue of QUEUES) await db.q.update(db.t[queue]).set({ ...died, locked_until_utc: new Date(1) })
    const settings = { db, kinds: sync.kinds, clock, entropy: ctx.entropy, log: silentLog }
    const worker = await startWorker({ ...settings, poll_ms: 20, lease_ms: 60 })
    for (;;) {
      const rows = (await Promise.all(QUEUES.map((queue) => db.q.select().from(db.t[queue])))).flat()
      const unowned = rows.filter((row) => row.tenant_id === '')
      expect(unowned.map((row) => row.kind).toSorted()).toEqual(['plan_subscriptions', 'sweep'])
      expect(unowned.filter((row) => row.status === 'dead')).toEqual([])
      if (unowned.every((row) => row.status === 'done')) break
      clock.advance(1000)
      await Bun.sleep(20)
    }
    await worker.stop(1000)
  })
})

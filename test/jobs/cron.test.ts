import { expect, test } from 'bun:test'
import { openDatabase } from '../../src/db/open.ts'
import type { CronEntry } from '../../src/jobs/cron.ts'
import { cron } from '../../src/jobs/cron.ts'
import { stoppedClock } from '../../src/lib/clock.ts'
import { onBothDatabases } from '../support/databases.ts'
import { put, rows } from '../support/jobs.ts'

onBothDatabases('cron', (fresh, dialect) => {
  test('an entry fires once a tick, however many processes there are', async () => {
    const { db, place } = await fresh()
    const clock = stoppedClock(120_000)
    // SQLite serves one process, with one handle.
    const others = dialect === 'postgres' ? [await openDatabase(place), await openDatabase(place)] : []
    const ticks = [db, db, ...others].map((it) => cron(it, clock, [entry()]))
    const fired = async () => (await Promise.all(ticks.map((tick) => tick()))).flat()
    expect(await fired()).toEqual(['minutely'])
    clock.advance(59_999)
    expect(await fired()).toEqual([])
    clock.advance(1)
    expect(await fired()).toEqual(['minutely'])
    expect((await rows(db)).map((row) => row.payload)).toEqual([{ n: 120_000 }, { n: 180_000 }])
    for (const it of others) await it.close()
  })

  test('ticks that nobody saw are not made up for one by one', async () => {
    const { db } = await fresh()
    const clock = stoppedClock(120_000)
    const tick = cron(db, clock, [entry()])
    await tick()
    clock.advance(3_600_000)
    await tick()
    expect((await rows(db)).map((row) => row.payload)).toEqual([{ n: 120_000 }, { n: 3_720_000 }])
  })

  test('a clock that is set back fires nothing twice', async () => {
    const { db } = await fresh()
    const clock = stoppedClock(120_000)
    await cron(db, clock, [entry()])()
    clock.set(61_000)
    expect(await cron(db, clock, [entry()])()).toEqual([])
  })

  test('a clock that was a year ahead and is set right fires again at once, and then once a tick', async () => {
    const { db } = await fresh()
    const clock = stoppedClock(120_000 + 365 * 86_400_000)
    const tick = cron(db, clock, [entry()])
    expect(await tick()).toEqual(['minutely'])
    clock.set(120_000)
    expect([await tick(), await tick()]).toEqual([['minutely'], []])
    clock.advance(60_000)
    expect([await tick(), await tick()]).toEqual([['minutely'], []])
  })

  test('a tick whose work fails is not recorded, and comes again', async () => {
    const { db } = await fresh()
    const clock = stoppedClock(120_000)
    let fails = true
    const tick = cron(db, clock, [
      {
        ...entry(),
        fire: async (tx, at_ms) => {
          await put({ ...db, enqueue: tx.enqueue }, [{ kind: 'a', payload: { n: at_ms } }])
          if (fails) throw new Error('no')
        },
      },
    ])
    await tick().catch(() => {})
    expect(await rows(db)).toEqual([])
    fails = false
    expect(await tick()).toEqual(['minutely'])
    expect(await rows(db)).toHaveLength(1)
  })

  test('an entry that fails keeps none of the others from firing', async () => {
    const { db } = await fresh()
    const failing = { ...entry(), name: 'failing', fire: () => Promise.reject(new Error('no')) }
    const tick = cron(db, stoppedClock(120_000), [failing, entry()])
    expect(await tick().catch((error: Error) => error.message)).toBe('no')
    expect((await rows(db)).map((row) => row.payload)).toEqual([{ n: 120_000 }])
    expect(await tick().catch((error: Error) => error.message)).toBe('no')
    expect(await rows(db)).toHaveLength(1)
  })

  function entry(): CronEntry {
    return {
      name: 'minutely',
      period_ms: 60_000,
      fire: (tx, at_ms) =>
        tx.enqueue('outbox_jobs', [
          {
            kind: 'a',
            tenant_id: '',
            key: null,
            payload: { n: at_ms },
            priority: 100,
            max_attempts: null,
            run_at_ms: at_ms,
            created_at_ms: at_ms,
            traceparent: null,
          },
        ]),
    }
  }
})

import { describe, expect, test } from 'bun:test'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { call, emptyFolder, start } from '../support/binary.ts'
import { customerAt } from '../support/httpCustomer.ts'

describe('holdfast backup and restore', () => {
  test('keep what was there at that instant, while the service goes on, and bring it back', async () => {
    const running = await start()
    const { folder } = running
    const { slots, hold } = customerAt(running.url)
    const free = await slots()
    const [first, second] = [free.at(0), free.at(-1)]
    const before = await hold(first, 'before')
    const written = await call(['backup', '--to', 'kept.db'], { folder })
    expect([written.code, written.err]).toEqual([0, ''])
    expect((await call(['backup', '--to', 'kept.db'], { folder })).err).toContain('exists already')
    const after = await hold(second, 'after')
    expect([before.status, after.status]).toEqual([201, 201])

    const early = await call(['restore', '--from', 'kept.db'], { folder })
    expect([early.code, early.err]).toEqual([1, expect.stringContaining('already works on')])
    await running.stop()
    const restored = await call(['restore', '--from', 'kept.db'], { folder })
    expect([restored.code, restored.err]).toEqual([0, ''])
    expect(existsSync(join(folder, 'data/holdfast.db.before'))).toBe(true)

    const again = await start([], { folder })
    const same = customerAt(again.url)
    expect((await same.hold(first, 'before')).headers.get('idempotency-replayed')).toBe('true')
    const anew = await same.hold(second, 'after')
    expect([anew.status, anew.headers.get('idempotency-replayed')]).toEqual([201, null])
    await again.stop()
  })

  test('refuse what is no backup, a file that is not named, and Postgres', async () => {
    const folder = emptyFolder()
    await Bun.write(join(folder, 'no.db'), 'not a database')
    const wrong = await call(['restore', '--from', 'no.db'], { folder })
    expect([wrong.code, wrong.err]).toEqual([1, expect.stringContaining('is no backup of Holdfast')])
    expect((await call(['backup'], { folder })).code).toBe(2)
    const env = { DATABASE_URL: 'postgres://a:b@127.0.0.1:1/x' }
    const postgres = await call(['backup', '--to', 'x.db'], { folder, env })
    expect([postgres.code, postgres.err]).toEqual([2, expect.stringContaining('its own tools')])
  })
})

import { describe, expect, test } from 'bun:test'
import { type Acquire, tokens } from '../../src/graph/token.ts'
import { stoppedClock } from '../../src/lib/clock.ts'
import { Failure } from '../../src/lib/failure.ts'
import { silentLog } from '../../src/lib/log.ts'

const START = Date.parse('2026-11-30T08:00:00Z')
const HOUR = 3_600_000
const MINUTE = 60_000

function start(acquire?: Acquire) {
  const clock = stoppedClock(START)
  const asked: string[] = []
  const counting: Acquire = async (tenant) => {
    const access_token = `${tenant}-${asked.push(tenant)}`
    await Promise.resolve()
    return { access_token, expires_at_utc: new Date(clock.now_ms() + HOUR) }
  }
  const entra = { acquire: acquire ?? counting }
  const cache = tokens({ clock, acquire: (tenant) => entra.acquire(tenant), log: silentLog })
  return { cache, clock, asked, entra }
}

const down: Acquire = async () => {
  throw new Failure('retry', 'entra_unreachable', 'Entra gave no token')
}

describe('the token cache', () => {
  test('makes one request for 50 parallel calls', async () => {
    const { cache, asked } = start()
    const answers = await Promise.all(Array.from({ length: 50 }, () => cache.of('acme')))
    expect(new Set(answers)).toEqual(new Set(['acme-1']))
    expect(asked).toEqual(['acme'])
  })

  test('keeps the tenants apart', async () => {
    const { cache } = start()
    expect(await Promise.all([cache.of('acme'), cache.of('globex')])).toEqual(['acme-1', 'globex-2'])
    expect(await cache.of('acme')).toBe('acme-1')
  })

  test('renews before use when less than 60 seconds are left', async () => {
    const { cache, clock, asked } = start()
    await cache.of('acme')
    clock.advance(HOUR - MINUTE)
    expect(await Promise.all([cache.of('acme'), cache.of('acme')])).toEqual(['acme-2', 'acme-2'])
    expect(asked).toHaveLength(2)
  })

  test('renews beside the calls when less than five minutes are left', async () => {
    const { cache, clock, asked } = start()
    await cache.of('acme')
    clock.advance(HOUR - 4 * MINUTE)
    expect(await cache.of('acme')).toBe('acme-1')
    expect(asked).toHaveLength(2)
    await Bun.sleep(0)
    expect(await cache.of('acme')).toBe('acme-2')
  })

  test('uses the last good token while it lives when renewing fails', async () => {
    const { cache, clock, entra } = start()
    await cache.of('acme')
    entra.acquire = down
    clock.advance(HOUR - 30_000)
    expect(await cache.of('acme')).toBe('acme-1')
    clock.advance(30_000)
    await expect(cache.of('acme')).rejects.toMatchObject({ kind: 'retry', code: 'entra_unreachable' })
  })

  test('rests after a failed renewal, and heals', async () => {
    const { cache, clock, asked, entra } = start()
    await cache.of('acme')
    const counting = entra.acquire
    let refused = 0
    entra.acquire = (tenant) => {
      refused += 1
      return down(tenant)
    }
    clock.advance(HOUR - 30_000)
    await Promise.all([cache.of('acme'), cache.of('acme'), cache.of('acme')])
    expect(await cache.of('acme')).toBe('acme-1')
    expect(refused).toBe(1)
    entra.acquire = counting
    clock.advance(10_000)
    expect(await cache.of('acme')).toBe('acme-2')
    expect(asked).toHaveLength(2)
  })

  test('asks anew after Graph refused the token, once for all who were refused', async () => {
    const { cache, asked } = start()
    const token = await cache.of('acme')
    cache.refused('acme', token)
    const next = await cache.of('acme')
    cache.refused('acme', token)
    expect(await cache.of('acme')).toBe(next)
    expect(asked).toHaveLength(2)
  })

  test('does not remember a failure', async () => {
    const { cache, entra } = start(down)
    await expect(cache.of('acme')).rejects.toMatchObject({ code: 'entra_unreachable' })
    entra.acquire = async () => ({ access_token: 'late', expires_at_utc: new Date(START + HOUR) })
    expect(await cache.of('acme')).toBe('late')
  })
})

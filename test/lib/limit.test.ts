import { describe, expect, test } from 'bun:test'
import fc from 'fast-check'
import { stoppedClock } from '../../src/lib/clock.ts'
import { tokenBuckets } from '../../src/lib/limit.ts'

const allowance = { burst: 3, per_minute: 60 }

describe('a limiter', () => {
  test('lets a burst through, then one at a time as time passes', () => {
    const clock = stoppedClock(0)
    const limiter = tokenBuckets(allowance, clock)
    const allowed = () => limiter.take('a').allowed
    expect([allowed(), allowed(), allowed(), allowed()]).toEqual([true, true, true, false])
    clock.advance(1000)
    expect([allowed(), allowed()]).toEqual([true, false])
  })

  test('says what is left and when to come back', () => {
    const limiter = tokenBuckets(allowance, stoppedClock(0))
    expect(limiter.take('a')).toEqual({ allowed: true, limit: 3, remaining: 2, reset_s: 1, retry_after_s: 0 })
    limiter.take('a')
    limiter.take('a')
    expect(limiter.take('a')).toEqual({
      allowed: false,
      limit: 3,
      remaining: 0,
      reset_s: 3,
      retry_after_s: 1,
    })
  })

  test('keeps each key apart', () => {
    const limiter = tokenBuckets({ burst: 1, per_minute: 1 }, stoppedClock(0))
    expect([limiter.take('a'), limiter.take('a'), limiter.take('b')].map(({ allowed }) => allowed)).toEqual([
      true,
      false,
      true,
    ])
  })

  test('neither gives nor takes when the clock is set back', () => {
    const clock = stoppedClock(1_000_000)
    const limiter = tokenBuckets(allowance, clock)
    limiter.take('a')
    clock.set(0)
    expect(limiter.take('a').remaining).toBe(1)
    clock.advance(60_000)
    expect(limiter.take('a').remaining).toBe(2)
  })

  test('forgets the key unseen for longest once there are too many', () => {
    const limiter = tokenBuckets({ burst: 1, per_minute: 1 }, stoppedClock(0), 2)
    for (const key of ['a', 'b', 'a', 'c']) limiter.take(key)
    expect(limiter.take('a').allowed).toBe(false)
    expect(limiter.take('b').allowed).toBe(true)
  })

  test('never lets through more than the burst and what time has brought', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 5000 }), { maxLength: 200 }), (pauses) => {
        const clock = stoppedClock(0)
        const limiter = tokenBuckets(allowance, clock)
        const through = pauses.filter((pause) => {
          clock.advance(pause)
          return limiter.take('a').allowed
        })
        expect(through.length).toBeLessThanOrEqual(allowance.burst + clock.now_ms() / 1000)
      }),
    )
  })
})

import { describe, expect, test } from 'bun:test'
import { Looking } from '../../src/jobs/looking.ts'

const HOUR_MS = 3600_000

describe('a look at the table', () => {
  test('comes at the start, and then when something calls for it', async () => {
    const looking = new Looking(HOUR_MS)
    expect(looking.isDue(false)).toBe(true)
    await looking.during(async () => {})
    expect(looking.isDue(false)).toBe(false)
    looking.need()
    expect(looking.in_ms(false)).toBeLessThanOrEqual(25)
  })

  test('comes every so often, though nothing calls for it', async () => {
    const looking = new Looking(1)
    await looking.during(async () => {})
    while (!looking.isDue(true)) await Bun.sleep(1)
    expect(looking.in_ms(true)).toBeLessThanOrEqual(0)
  })

  test('lets claims go first for a while', async () => {
    const looking = new Looking(HOUR_MS)
    await looking.during(async () => {})
    looking.need()
    expect(looking.in_ms(true)).toBeGreaterThan(looking.in_ms(false))
  })

  test('is repeated when jobs were announced meanwhile: it may have been too early to see them', async () => {
    const looking = new Looking(HOUR_MS)
    await looking.during(async () => looking.tell())
    expect(looking.in_ms(false)).toBeLessThanOrEqual(100)
  })

  test('is repeated when it failed', async () => {
    const looking = new Looking(HOUR_MS)
    await expect(looking.during(() => Promise.reject(new Error('away')))).rejects.toThrow('away')
    expect(looking.in_ms(false)).toBeLessThanOrEqual(25)
  })
})

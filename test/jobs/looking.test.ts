import { describe, expect, test } from 'bun:test'
import { Looking } from '../../src/jobs/looking.ts'

const HOUR_MS = 3600_000

describe('a look at the table', () => {
  test('comes at the start, and then when something calls for it', async () => {
    const { looking } = lookingBy(HOUR_MS)
    expect(looking.isDue(false)).toBe(true)
    await looking.during(async () => {})
    expect(looking.isDue(false)).toBe(false)
    looking.need()
    expect(looking.isDue(false)).toBe(true)
  })

  test('takes a twentieth of the time at most, and what calls for it waits no longer than 25 ms', async () => {
    const { looking, pass } = lookingBy(HOUR_MS)
    await looking.during(async () => pass(1))
    looking.need()
    expect(looking.in_ms(false)).toBe(20)
    pass(20)
    expect(looking.isDue(false)).toBe(true)
    await looking.during(async () => pass(10))
    looking.need()
    expect(looking.in_ms(false)).toBe(25)
  })

  test('that is slow rests as long as it took', async () => {
    const { looking, pass } = lookingBy(HOUR_MS)
    await looking.during(async () => pass(400))
    looking.need()
    expect(looking.in_ms(false)).toBe(400)
  })

  test('comes every so often, though nothing calls for it', async () => {
    const { looking, pass } = lookingBy(1000)
    await looking.during(async () => {})
    pass(999)
    expect(looking.isDue(true)).toBe(false)
    pass(1)
    expect(looking.isDue(true)).toBe(true)
  })

  test('lets claims go first for a while', async () => {
    const { looking, pass } = lookingBy(HOUR_MS)
    await looking.during(async () => {})
    looking.need()
    expect([looking.in_ms(false), looking.in_ms(true)]).toEqual([0, 25])
    pass(25)
    expect(looking.isDue(true)).toBe(true)
  })

  test('is repeated when jobs were announced meanwhile: it may have been too early to see them', async () => {
    const { looking, pass } = lookingBy(HOUR_MS)
    await looking.during(async () => {
      pass(10)
      looking.tell()
    })
    expect(looking.in_ms(false)).toBe(100)
  })

  test('is repeated when it failed', async () => {
    const { looking, pass } = lookingBy(HOUR_MS)
    const failing = looking.during(() => {
      pass(10)
      return Promise.reject(new Error('away'))
    })
    await expect(failing).rejects.toThrow('away')
    expect(looking.in_ms(false)).toBe(25)
  })
})

/** Looks by a clock that stands until time is made to pass. */
function lookingBy(every_ms: number) {
  let now_ms = 5000
  const pass = (by_ms: number) => {
    now_ms += by_ms
  }
  return { looking: new Looking(every_ms, () => now_ms), pass }
}

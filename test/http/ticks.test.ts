import { expect, spyOn, test } from 'bun:test'
import { everySecond } from '../../src/http/ticks.ts'
import { silentLog } from '../../src/lib/log.ts'

const real = Date
const LOOK_MS = 6
const SECOND_MS = Date.UTC(2026, 10, 30, 8)

test('a second that ends while the process begins to tick makes no wait that is over before it begins', () => {
  const timers = spyOn(globalThis, 'setTimeout')
  try {
    for (let before_ms = 1; before_ms <= 10 * LOOK_MS; before_ms += 1) {
      globalThis.Date = slow(SECOND_MS - before_ms)
      everySecond(async () => {}, silentLog).stop()
    }
    const waits = timers.mock.calls.map(([, ms]) => ms ?? 0)
    expect(waits.length).toBe(10 * LOOK_MS)
    expect(waits.filter((ms) => ms < 0)).toEqual([])
  } finally {
    globalThis.Date = real
    timers.mockRestore()
  }
})

/** A clock of which each look takes a while, as on a machine that is busy with something else. */
function slow(at_ms: number): DateConstructor {
  let now_ms = at_ms
  const look = () => {
    now_ms += LOOK_MS
    return now_ms
  }
  return class extends real {
    static override now = look
    constructor(...given: [number]) {
      super(...(given.length > 0 ? given : ([look()] as [number])))
    }
  } as DateConstructor
}

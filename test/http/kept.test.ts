import { expect, test } from 'bun:test'
import { keptPages } from '../../src/http/pages/kept.ts'
import type { Ready } from '../../src/http/pages/view.ts'
import { stoppedClock } from '../../src/lib/clock.ts'

const page = (body: string): Ready => ({
  ...{ status: 200, headers: {}, body, packed: {}, packs: false, framed: false },
})

test('a page that many ask for is made for the first and once for all others, and anew after a second', async () => {
  const clock = stoppedClock(0)
  const keep = keptPages(clock)
  let made = 0
  const ask = async (key = 'month') => (await keep(key, async () => page(`${++made}`))).body
  expect(await Promise.all([ask(), ask(), ask()])).toEqual(['1', '2', '2'])
  expect([await ask(), await ask('other'), await ask()]).toEqual(['2', '3', '2'])
  clock.advance(1001)
  expect([await ask(), await ask(), await ask()]).toEqual(['4', '5', '5'])
})

test('a page that could not be made is tried again by whoever asks next', async () => {
  const keep = keptPages(stoppedClock(0))
  const fail = () => keep('month', () => Promise.reject(new Error('away')))
  for (let i = 0; i < 3; i += 1) expect(fail()).rejects.toThrow('away')
  await Bun.sleep(0)
  expect((await keep('month', async () => page('there'))).body).toBe('there')
})

import { expect, test } from 'bun:test'
import { patience } from '../../src/lib/patience.ts'

test('patience ends for each who waits too long, also for one who came while others waited, and for nobody else', async () => {
  const within = patience(30)
  const never = new Promise<string>(() => {})
  const ask = (work: Promise<string>) => within(work).catch(({ code }) => code)
  const first = [ask(never), ask(Promise.resolve('in time')), ask(Promise.reject({ code: 'its own' }))]
  await Bun.sleep(15)
  expect(await Promise.all([...first, ask(never), ask(Promise.resolve('too'))])).toEqual([
    'deadline',
    'in time',
    'its own',
    'deadline',
    'too',
  ])
  expect(await ask(never)).toBe('deadline')
})

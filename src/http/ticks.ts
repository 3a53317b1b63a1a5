import { cron } from '@elysiajs/cron'
import { Elysia } from 'elysia'
import { errorName } from '../lib/errorName.ts'
import type { Log } from '../lib/log.ts'

/** Does `work` every second until stopped. One that fails is told and not fatal: the next makes up for it. */
export function everySecond(work: () => Promise<unknown>, log: Log): { stop(): void } {
  const run = () =>
    work().then(
      () => {},
      (error) => log.error('tick_failed', { error: errorName(error) }),
    )
  const tick = cron({ name: 'tick', pattern: '* * * * * *', startAt: inASecond(), run })
  return new Elysia({ name: 'ticks' }).use(tick).store.cron.tick
}

/** The wait for a second that ends while it is reckoned would be negative, which the runtime complains of. */
function inASecond(): Date {
  return new Date(Date.now() + 1000)
}

import { cron } from '@elysiajs/cron'
import { Elysia } from 'elysia'
import type { Log } from '../lib/log.ts'

/** Does `work` every second until stopped. One that fails is told and not fatal: the next makes up for it. */
export function everySecond(work: () => Promise<unknown>, log: Log): { stop(): void } {
  const run = () =>
    work().then(
      () => {},
      (error) => log.error('tick_failed', { error: error instanceof Error ? error.name : 'unknown' }),
    )
  return new Elysia({ name: 'ticks' }).use(cron({ name: 'tick', pattern: '* * * * * *', run })).store.cron
    .tick
}

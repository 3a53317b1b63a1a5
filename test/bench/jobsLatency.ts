import type { Contestant } from './jobsContestant.ts'
import type { Field } from './jobsRates.ts'
import { compare, interleaved, median, part, ratio } from './jobsTable.ts'

const SAMPLES = 60

/** From the call that enqueues to the start of the job, in a process that has nothing else to do. */
export async function latency({ ours, graphile, pgBoss, asTheyCome }: Field): Promise<void> {
  part(`From enqueue to start in one process, idle (ms, medians of ${SAMPLES})`)
  const everyone = [ours, graphile, pgBoss, ...asTheyCome]
  const times = await interleaved(
    everyone.map((who) => ({ name: who.name, run: () => medianLatency(who) })),
    { digits: 2 },
  )
  compare(times, ['Holdfast', 'graphile-worker'], 0.5, 'at most')
  compare(times, ['Holdfast', 'graphile-worker as it comes'])
  ratio('ms at the median', median(times.get('Holdfast')!), 2, 'at most')
}

async function medianLatency(who: Contestant): Promise<number> {
  await who.fill(0)
  let started = () => {}
  const listener = await who.listen(() => started())
  const times: number[] = []
  for (let i = -20; i < SAMPLES; i += 1) {
    await Bun.sleep(5 + ((i + 20) % 7))
    const began_ms = performance.now()
    const { promise, resolve } = Promise.withResolvers<void>()
    started = resolve
    await who.nudge()
    await promise
    if (i >= 0) times.push(performance.now() - began_ms)
  }
  await listener.stop()
  return median(times)
}

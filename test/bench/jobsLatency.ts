import type { Contestant } from './jobsContestant.ts'
import type { Field } from './jobsRates.ts'
import { compare, interleaved, median, part, ROUNDS, ratio } from './jobsTable.ts'

/** In one turn, of many: a disk that is shared is now quick and now slow, for seconds at a time. */
const SAMPLES = 15
const WARM_UP = 10

/** From the call that enqueues to the start of the job, in a process that has nothing else to do. */
export async function latency({ ours, graphile, pgBoss, asTheyCome, bare }: Field): Promise<void> {
  part(`From enqueue to start in one process, idle (ms, medians of ${SAMPLES} each turn)`)
  const everyone = [ours, graphile, pgBoss, ...asTheyCome]
  const times = await interleaved(
    [
      ...everyone.map((who) => ({ name: who.name, run: () => medianLatency(who) })),
      { name: 'the disk alone (raw insert)', run: () => medianInsert(bare) },
    ],
    { digits: 2, rounds: 4 * ROUNDS },
  )
  compare(times, ['Holdfast', 'graphile-worker'], 0.5, 'at most')
  compare(times, ['Holdfast', 'graphile-worker as it comes'])
  ratio('ms at the median', median(times.get('Holdfast')!), 2, 'at most')
  const beyond = (name: string) =>
    median(times.get(name)!.map((time, round) => time - times.get('the disk alone (raw insert)')![round]!))
  ratio('ms beyond the disk, Holdfast', beyond('Holdfast'))
  ratio('ms beyond the disk, graphile-worker', beyond('graphile-worker'))
}

/** What everyone waits for, however jobs are found: one row that is on the disk. */
async function medianInsert(bare: Field['bare']): Promise<number> {
  const times: number[] = []
  for (let i = 0; i < SAMPLES; i += 1) {
    await Bun.sleep(5 + (i % 7))
    const began_ms = performance.now()
    await bare.insert()
    times.push(performance.now() - began_ms)
  }
  return median(times)
}

async function medianLatency(who: Contestant): Promise<number> {
  await who.fill(0)
  let started = () => {}
  const listener = await who.listen(() => started())
  const times: number[] = []
  for (let i = -WARM_UP; i < SAMPLES; i += 1) {
    await Bun.sleep(5 + ((i + WARM_UP) % 7))
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

import type { bareLoop } from './jobsBare.ts'
import type { Contestant, Setting } from './jobsContestant.ts'
import { compare, interleaved, part, ROUNDS, type Trial } from './jobsTable.ts'

/** Who competes, on one server. */
export interface Field {
  ours: Contestant
  graphile: Contestant
  pgBoss: Contestant
  /** The same two, whose claims and ends wait for the disk. */
  asTheyCome: Contestant[]
  bare: ReturnType<typeof bareLoop>
  /** So that nobody pays for what another wrote. */
  checkpoint(): Promise<void>
}

/** Many trivial jobs, everyone with its fastest setting. */
export async function throughput(field: Field, jobs: number): Promise<void> {
  const { ours, graphile, pgBoss, asTheyCome, bare } = field
  part(`Processing ${jobs} trivial jobs, each with its fastest setting (jobs/s)`)
  const trials: Trial[] = []
  for (const who of [ours, graphile, pgBoss, ...asTheyCome]) {
    const setting = await fastest(field, who, jobs)
    trials.push({ name: who.name, run: () => rateOf(field, who, setting, jobs) })
  }
  const bareRate = async () => {
    await bare.fill(jobs)
    await field.checkpoint()
    const { count, took_ms } = await bare.process(2)
    return (count / took_ms) * 1000
  }
  const rates = await interleaved([...trials, { name: 'bare loop', run: bareRate }])
  compare(rates, ['Holdfast', 'graphile-worker'], 1.15)
  compare(rates, ['Holdfast', 'pg-boss'], 1.2)
  compare(rates, ['Holdfast', 'bare loop'], 0.75)
  for (const who of asTheyCome) compare(rates, ['Holdfast', who.name])
}

async function fastest(field: Field, who: Contestant, jobs: number): Promise<Setting> {
  const rates: { setting: Setting; rate: number }[] = []
  for (const setting of who.fast) {
    const tries = [await rateOf(field, who, setting, jobs), await rateOf(field, who, setting, jobs)]
    rates.push({ setting, rate: Math.max(...tries) })
  }
  const [best] = rates.sort((a, b) => b.rate - a.rate)
  console.log(`${who.name}: ${best!.setting.label}`)
  return best!.setting
}

/** Jobs that are claimed and ended one by one. */
export async function single(field: Field, count: number): Promise<void> {
  const { ours, graphile, asTheyCome } = field
  part(`One at a time, ${count} jobs (jobs/s)`)
  const rates = await interleaved(
    [ours, graphile, asTheyCome[0]!].flatMap((who) =>
      who.unbatched.map((setting) => ({
        name: `${who.name}: ${setting.label}`,
        run: () => rateOf(field, who, setting, count),
      })),
    ),
  )
  compare(rates, ['Holdfast: 1 place', 'graphile-worker: 1 place'], 1)
  compare(rates, ['Holdfast: 24 workers of one place', 'graphile-worker: 24 places'], 1)
  compare(rates, ['Holdfast: 24 places', 'graphile-worker: 24 places'], 1)
  // Not like with like, and without a bar: one place beside 24.
  compare(rates, ['Holdfast: 1 place', 'graphile-worker: 24 places'])
  compare(rates, ['Holdfast: 1 place', 'graphile-worker as it comes: 24 places'])
}

/** Ten clients, each enqueueing one job after the other. Everyone waits for the disk. */
export async function enqueueing({ ours, graphile, pgBoss, bare, checkpoint }: Field): Promise<void> {
  part('Enqueueing one by one, ten clients (jobs/s)')
  const trials = [
    ...[ours, graphile, pgBoss].map((who) => ({
      name: who.name,
      run: async () => {
        await who.fill(0)
        return sendRate(() => who.send())
      },
    })),
    { name: 'raw insert', run: () => sendRate(() => bare.insert()) },
  ]
  // Many short turns: a disk that is shared is now quick and now slow, for seconds at a time.
  const rates = await interleaved(trials, { rounds: 4 * ROUNDS })
  compare(rates, ['Holdfast', 'pg-boss'], 3)
  compare(rates, ['Holdfast', 'graphile-worker'], 8)
  compare(rates, ['Holdfast', 'raw insert'], 0.8)

  async function sendRate(send: () => Promise<void>): Promise<number> {
    await checkpoint()
    await sending(send, 50)
    return sending(send, 250)
  }
}

async function sending(send: () => Promise<void>, for_ms: number): Promise<number> {
  const began_ms = performance.now()
  let count = 0
  const client = async () => {
    while (performance.now() - began_ms < for_ms) {
      await send()
      count += 1
    }
  }
  await Promise.all(Array.from({ length: 10 }, client))
  return (count / (performance.now() - began_ms)) * 1000
}

async function rateOf(field: Field, who: Contestant, setting: Setting, count: number): Promise<number> {
  await who.fill(count)
  await field.checkpoint()
  return who.process(count, setting)
}

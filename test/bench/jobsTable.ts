import { loadavg } from 'node:os'

/** Rounds of each trial. */
export const ROUNDS = Number(process.env.ROUNDS ?? 5)

export interface Trial {
  name: string
  /** Answers a rate in jobs a second, or a time. */
  run(): Promise<number>
}

/** What each trial gave in each round. */
export type Results = Map<string, number[]>

/** Every trial once a round, so that a slow minute of the machine falls on all; prints the medians. */
export async function interleaved(trials: Trial[], { rounds = ROUNDS, digits = 0 } = {}): Promise<Results> {
  const results: Results = new Map(trials.map(({ name }) => [name, []]))
  for (let round = 0; round < rounds; round += 1) {
    // Each goes first once in a while: the first of a round pays for what the last one left behind.
    for (let i = 0; i < trials.length; i += 1) {
      const { name, run } = trials[(i + round) % trials.length]!
      results.get(name)!.push(await run())
    }
  }
  for (const [name, all] of results)
    say(name, median(all).toFixed(digits), `(${all.map((it) => it.toFixed(digits)).join(' ')})`)
  return results
}

export function median(all: number[]): number {
  return all.toSorted((a, b) => a - b)[Math.floor(all.length / 2)]!
}

/** The heading of a part, with the load of the machine. */
export function part(title: string): void {
  console.log(
    `\n${title}\n(load ${loadavg()
      .map((it) => it.toFixed(1))
      .join(' ')})`,
  )
}

/** One line of the table. */
export function say(name: string, figure: string, more = ''): void {
  console.log(`${name.padEnd(46)}${figure.padStart(8)}   ${more}`)
}

type Sense = 'at least' | 'at most'

/** The median over the rounds of the ratio of two trials, beside what the issue asks of it. */
export function compare(results: Results, [ours, theirs]: [string, string], limit?: number, sense?: Sense) {
  const below = results.get(theirs)!
  const ratios = results.get(ours)!.map((value, round) => value / below[round]!)
  ratio(`${ours} to ${theirs}`, median(ratios), limit, sense)
}

/** A ratio beside what the issue asks of it. */
export function ratio(what: string, value: number, limit?: number, sense: Sense = 'at least'): void {
  console.log(`  ${what.padEnd(64)}${value.toFixed(2).padStart(8)}${verdict(value, limit, sense)}`)
}

function verdict(value: number, limit: number | undefined, sense: Sense): string {
  if (limit === undefined) return ''
  const kept = sense === 'at least' ? value >= limit : value <= limit
  return `   ${sense} ${limit}: ${kept ? 'kept' : 'MISSED'}`
}

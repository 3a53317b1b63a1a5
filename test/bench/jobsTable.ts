/** Rounds of each trial. */
export const ROUNDS = Number(process.env.ROUNDS ?? 3)

export interface Trial {
  name: string
  /** Answers a rate in jobs a second. */
  run(): Promise<number>
}

/** Every trial once a round, so that a slow minute of the machine falls on all; prints and answers the medians. */
export async function interleaved(trials: Trial[]): Promise<{ name: string; rate: number }[]> {
  const rates = trials.map(({ name }) => ({ name, all: [] as number[] }))
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [i, trial] of trials.entries()) rates[i]!.all.push(await trial.run())
  }
  return rates.map(({ name, all }) => {
    const rate = all.toSorted((a, b) => a - b)[Math.floor(all.length / 2)]!
    say(name, rate, `(${all.map(Math.round).join(' ')})`)
    return { name, rate }
  })
}

/** One line of the table. */
export function say(name: string, rate: number, more = ''): void {
  console.log(`${name.padEnd(46)}${Math.round(rate).toString().padStart(8)}   ${more}`)
}

/** A ratio beside what the issue asks of it. */
export function ratio(
  what: string,
  value: number,
  limit: number,
  sense: 'at least' | 'at most' = 'at least',
): void {
  const kept = sense === 'at least' ? value >= limit : value <= limit
  console.log(
    `  ${what.padEnd(44)}${value.toFixed(2).padStart(8)}   ${sense} ${limit}: ${kept ? 'kept' : 'MISSED'}`,
  )
}

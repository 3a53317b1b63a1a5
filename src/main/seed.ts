import { seed as seedDemonstration } from '../app.ts'
import { readConfig } from '../config/config.ts'
import { systemClock } from '../lib/clock.ts'
import { systemEntropy } from '../lib/entropy.ts'
import type { Run } from './command.ts'
import { openData } from './data.ts'

/** Makes the demonstration tenant, once. */
export const seed: Run = async ({ env, out }) => {
  const database = await openData(readConfig(env))
  try {
    await database.migrate()
    const made = await seedDemonstration(database, { clock: systemClock, entropy: systemEntropy })
    out(
      made
        ? 'The demonstration tenant "acme" was made.'
        : 'The demonstration tenant "acme" is there already.',
    )
    return 0
  } finally {
    await database.close()
  }
}

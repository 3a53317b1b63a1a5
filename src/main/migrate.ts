import { readConfig } from '../config/config.ts'
import type { Run } from './command.ts'
import { openData } from './data.ts'

/** Brings the database to this version's schema, under a lock; prints what was applied. */
export const migrate: Run = async ({ env, out }) => {
  const database = await openData(readConfig(env))
  try {
    const applied = await database.migrate()
    for (const tag of applied) out(`applied ${tag}`)
    out(applied.length === 0 ? 'The database is up to date.' : `${applied.length} migrations applied.`)
    return 0
  } finally {
    await database.close()
  }
}

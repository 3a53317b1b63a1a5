import { awayFrom } from '../../db/away.ts'
import type { Database } from '../../db/database.ts'
import { bad, type Finding, good, reasonOf, warning } from './finding.ts'

const ABOUT = 'database'
/** More than this between two clocks makes holds end early or late for everybody to see. */
const SKEW_MS = 2000

/** Whether the database answers, has this version's schema, keeps what it confirms, and knows the time. */
export async function checkDatabase(db: Pick<Database, 'facts' | 'pendingMigrations'>): Promise<Finding[]> {
  try {
    const { version, clock_ms, faults } = await db.facts()
    const skew_ms = Math.abs(Date.now() - clock_ms)
    const pending = await db.pendingMigrations()
    return [
      good(ABOUT, `${version} answers.`),
      ...faults.map((fault) => bad(ABOUT, fault)),
      ...(pending.length === 0
        ? [good(ABOUT, 'Its schema is that of this version.')]
        : [notMigrated(pending)]),
      ...(skew_ms > SKEW_MS ? [skewed(skew_ms)] : []),
    ]
  } catch (error) {
    return [bad(ABOUT, `The database cannot be read: ${reasonOf(error)}.`)]
  }
}

/** Says that the database cannot even be opened, as a file that is damaged, or is another user's. */
export function cannotBeOpened(error: unknown): Finding {
  const reason = awayFrom(error)?.says ?? reasonOf(error)
  const advice =
    'Ask as the user that runs Holdfast. Make room where the disk is full; restore the last backup where the file is damaged.'
  return bad(ABOUT, `The database cannot be opened: ${reason}.`, advice)
}

function notMigrated(pending: string[]): Finding {
  const says = `${pending.length} migrations are missing, ${pending[0]} first.`
  return warning(ABOUT, says, 'Run holdfast migrate; holdfast serve does it by itself.')
}

function skewed(skew_ms: number): Finding {
  const says = `Its clock and this machine's are ${Math.round(skew_ms / 1000)} seconds apart.`
  return bad(ABOUT, says, 'Let both keep their time by NTP.')
}

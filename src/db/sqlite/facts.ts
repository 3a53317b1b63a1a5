import type { Database as File } from 'bun:sqlite'
import type { DatabaseFacts } from '../facts.ts'

/** Reads the version and looks whether the file is sound; changes nothing. */
export function facts(file: File): DatabaseFacts {
  const { version } = file.query('select sqlite_version() as version').get() as { version: string }
  const [problem] = (file.query('pragma quick_check(1)').values() as string[][]).map(([said]) => said)
  const faults = problem === 'ok' ? [] : ['The file is damaged: stop Holdfast and restore the last backup.']
  return { version: `SQLite ${version}`, clock_ms: Date.now(), faults }
}

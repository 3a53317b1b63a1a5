import type { Migration } from './embed.ts'

/** What a dialect must offer so that migrations can run in it. Every call happens under its lock. */
export interface MigrationTarget {
  applied(): Promise<string[]>
  apply(migration: Migration): Promise<void>
}

/** The migrations that are not applied yet, in order. */
export async function missing(target: MigrationTarget, known: Migration[]): Promise<Migration[]> {
  const applied = new Set(await target.applied())
  return known.filter((migration) => !applied.has(migration.tag))
}

/** Applies what is missing and answers the tags. */
export async function applyMissing(target: MigrationTarget, known: Migration[]): Promise<string[]> {
  const due = await missing(target, known)
  for (const migration of due) await target.apply(migration)
  return due.map((migration) => migration.tag)
}

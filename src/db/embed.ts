import { readFileSync } from 'node:fs'
import { join } from 'node:path'

export interface Migration {
  tag: string
  statements: string[]
}

/**
 * The migrations of one dialect, in order. Called as a macro: they are read when the code is bundled and travel
 * inside the binary.
 */
export function migrationsOf(dialect: string): Migration[] {
  const folder = join(import.meta.dir, '../../drizzle', dialect)
  const journal = JSON.parse(readFileSync(join(folder, 'meta/_journal.json'), 'utf8')) as {
    entries: { tag: string }[]
  }
  return journal.entries.map(({ tag }) => ({
    tag,
    statements: readFileSync(join(folder, `${tag}.sql`), 'utf8')
      .split('--> statement-breakpoint')
      .filter((statement) => statement.trim() !== ''),
  }))
}
